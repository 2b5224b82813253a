package io.mlops.task.csv;

import java.io.IOException;
import java.util.Arrays;

/**
 * The sequential side of a scan. Each block is taken to begin where a record begins; where the one before it ended
 * inside quotes that was wrong, and the block is read again together with what was left over.
 */
final class OrderedRowConsumer {
    private static final byte[] NOTHING = {};

    private final ColumnQuery query;
    private final ColumnSink sink;
    private final ScanListener listener;
    private final RowParser parser;
    private final RowBatch reread = new RowBatch(16);
    private final long totalBytes;

    private byte[] carry = NOTHING;
    private long line;
    private long rows;
    private long missing;
    private boolean warnedOfWrapping;

    /**
     * @param firstLine the line on which the first data row begins
     * @param warnedOfWrapping whether the header was wrapped, so that more of it says nothing new
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
        return new ColumnSummary(rows, missing);
    }

    void accept(Block block) throws CsvException, IOException {
        BlockScan.rethrow(block.failure);
        RowBatch read = carry.length == 0 ? saveRest(block.bytes, block.to, block.rows) : parseAgain(block);
        boolean refuseMissing = query.missing() == MissingPolicy.ERROR && read.missing > 0;
        if (refuseMissing && (read.problem == null || read.firstMissingLine < read.problemLine)) {
            read.stop(
                    read.firstMissingLine,
                    "column \"" + query.column() + "\" has no value, and the configuration says missing: error");
        }
        warn(read);
        if (read.problem != null) {
            throw new CsvException("line " + (line + read.problemLine - 1) + ": " + read.problem);
        }
        rows += read.count;
        missing += read.missing;
        line += read.lines;
        if (query.missing() == MissingPolicy.DROP && read.missing > 0) {
            read.dropMissing();
        }
        if (read.count > 0) {
            sink.accept(read.values, read.count);
        }
        if (block.cutOff || carry.length > BlockSource.MAX_RECORD) {
            throw new CsvException("line " + line + ": longer than " + BlockSource.MAX_RECORD
                    + " bytes; is a quote opened and never closed?");
        }
        listener.scanned(block.bytesRead, totalBytes, rows);
    }

    private RowBatch parseAgain(Block block) {
        int length = carry.length + block.to - block.from;
        byte[] bytes = new byte[length + RowParser.PADDING];
        System.arraycopy(carry, 0, bytes, 0, carry.length);
        System.arraycopy(block.bytes, block.from, bytes, carry.length, block.to - block.from);
        parser.parse(bytes, 0, length, block.last, reread);
        return saveRest(bytes, length, reread);
    }

    private RowBatch saveRest(byte[] bytes, int to, RowBatch read) {
        int rest = to - read.consumedTo;
        carry = rest == 0 || read.problem != null ? NOTHING : Arrays.copyOfRange(bytes, read.consumedTo, to);
        return read;
    }

    /** The same warnings for every size of block: none of what stands behind a problem. */
    private void warn(RowBatch read) {
        boolean wrapped =
                read.firstWrappedLine > 0 && (read.problem == null || read.firstWrappedLine <= read.problemLine);
        if (wrapped && !warnedOfWrapping) {
            warnedOfWrapping = true;
            listener.warning(Header.WRAPPED);
        }
    }
}
