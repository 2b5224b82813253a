package io.mlops.task.csv;

import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The sequential part of a scan: a reorder buffer's consumer. Each block is assumed to start where a record starts; if the one
 * before it ended inside quotes that was wrong, and the block is parsed again together with the rest of that one.
 */
final class OrderedRowConsumer {
    private static final byte[] EMPTY = {};

    private final ColumnQuery query;
    private final ColumnSink sink;
    private final ScanListener listener;
    private final RowParser parser;
    private final RowBatch reparsed = new RowBatch(16);
    private final long totalBytes;

    private byte[] carry = EMPTY;
    private long line;
    private long rows;
    private long missing;
    private long firstMissingLine;
    private boolean warnedOfWrapping;

    /**
     * @param firstLine the line on which the first data row starts
     * @param warnedOfWrapping whether the header was wrapped, so that there was a warning already
     */
    OrderedRowConsumer(
            ColumnQuery query,
            ColumnSink sink,
            ScanListener listener,
            RowParser parser,
            long firstLine,
            boolean warnedOfWrapping,
            long totalBytes) {
        this.query = query;
        this.sink = sink;
        this.listener = listener;
        this.parser = parser;
        this.line = firstLine;
        this.warnedOfWrapping = warnedOfWrapping;
        this.totalBytes = totalBytes;
    }

    ColumnSummary summary() {
        return new ColumnSummary(rows, missing, firstMissingLine);
    }

    void accept(Block block) throws CsvException, IOException {
        BlockScan.rethrow(block.failure);
        RowBatch read = carry.length == 0 ? saveRest(block.bytes, block.to, block.rows) : parseAgain(block);
        RowBatch.Problem problem = problem(read);
        warn(read, problem);
        if (problem != null) {
            throw CsvException.at(line + problem.line() - 1, problem.column(), problem.message());
        }
        rows += read.count;
        countMissing(read);
        line += read.lines;
        if (query.missing() == MissingPolicy.DROP && read.missing > 0) {
            read.dropMissing();
        }
        if (read.count > 0) {
            sink.accept(read.values, read.count);
        }
        if (block.cutOff || carry.length > BlockSource.MAX_RECORD) {
            throw CsvException.at(
                    line, "longer than " + BlockSource.MAX_RECORD + " bytes; is a quote opened and never closed?");
        }
        listener.scanned(block.bytesRead, totalBytes, rows);
    }

    /** Returns the first problem; under {@link MissingPolicy#ERROR} that may be a missing value. */
    private RowBatch.@Nullable Problem problem(RowBatch read) {
        RowBatch.Problem problem = read.problem;
        boolean rejectsMissing = query.missing() == MissingPolicy.ERROR && read.missing > 0;
        if (rejectsMissing && (problem == null || read.firstMissingLine < problem.line())) {
            String message = "no value, and the configuration says missing: error";
            return new RowBatch.Problem(read.firstMissingLine, query.column(), message);
        }
        return problem;
    }

    private void countMissing(RowBatch read) {
        if (missing == 0 && read.missing > 0) {
            firstMissingLine = line + read.firstMissingLine - 1;
        }
        missing += read.missing;
    }

    private RowBatch parseAgain(Block block) {
        int length = carry.length + block.to - block.from;
        byte[] bytes = new byte[length + RowParser.PADDING];
        System.arraycopy(carry, 0, bytes, 0, carry.length);
        System.arraycopy(block.bytes, block.from, bytes, carry.length, block.to - block.from);
        parser.parse(bytes, 0, length, block.last, reparsed);
        return saveRest(bytes, length, reparsed);
    }

    private RowBatch saveRest(byte[] bytes, int to, RowBatch read) {
        int rest = to - read.consumedTo;
        carry = rest == 0 || read.problem != null ? EMPTY : Arrays.copyOfRange(bytes, read.consumedTo, to);
        return read;
    }

    /** Gives the same warnings for every block size: none about rows after a problem. */
    private void warn(RowBatch read, RowBatch.@Nullable Problem problem) {
        boolean wrapped = read.firstWrappedLine > 0 && (problem == null || read.firstWrappedLine <= problem.line());
        if (wrapped && !warnedOfWrapping) {
            warnedOfWrapping = true;
            listener.warning(Header.WRAPPED);
        }
    }
}
