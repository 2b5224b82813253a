package io.mlops.task.csv;

import io.mlops.task.csv.RowBatch.OddRows;
import io.mlops.task.csv.RowBatch.Oddity;
import io.mlops.task.finding.Check;
import io.mlops.task.finding.Finding;
import io.mlops.task.layout.MissingPolicy;
import io.mlops.task.series.OverlapResolver;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sequential part of a scan: a reorder buffer's consumer. Each block is assumed to start where a record starts. If the
 * previous one ended inside quotes, that was wrong, and the block is parsed again together with the rest of the previous one.
 */
final class OrderedRowConsumer {
    private static final byte[] EMPTY = {};
    private static final int[] NO_GROUPS = {};
    /** Relative to the previous price. */
    private static final double CUT_OFF_JUMP = 0.5;

    private final ColumnQuery query;
    private final ColumnSink sink;
    private final ScanListener listener;
    private final RowParser parser;
    private final String columnName;
    private final @Nullable KeyDecoder keys;
    private final RowBatch reparsed;
    private final Rows rowsRead;
    private final OverlapResolver overlaps = new OverlapResolver();
    private final OverlapResolver dayFirstOverlaps = new OverlapResolver();
    private final long totalBytes;

    private byte[] carry = EMPTY;
    private long line;
    private long rows;
    private long missing;
    private long firstMissingLine;
    private final Map<Oddity, OddRows> odd = OddRows.none();
    /** The end so far: the last two values and their series, the line of the last, and whether it has a line end and all fields. */
    private double lastValue = Double.NaN;

    private double valueBefore = Double.NaN;
    private int lastGroup;
    private int groupBefore;
    private long lastLine;
    private boolean endsInLine;
    private boolean endsShort;

    OrderedRowConsumer(
            ColumnQuery query, ColumnSink sink, ScanListener listener, RowParser.Factory parsers, long totalBytes) {
        this.query = query;
        this.sink = sink;
        this.listener = listener;
        this.parser = parsers.reference();
        this.columnName = parsers.layout().columnName();
        this.keys = parsers.decoder();
        this.reparsed = new RowBatch(16, parsers.keys());
        this.rowsRead = new Rows(parsers.layout());
        this.line = parsers.layout().firstLine();
        this.totalBytes = totalBytes;
        if (parsers.layout().wrapped()) {
            note(Oddity.WRAPPED, 1, parsers.layout().headerLine());
        }
    }

    ColumnScan.Summary summary() {
        return new ColumnScan.Summary(rows, missing, firstMissingLine);
    }

    void accept(Block block) throws CsvException, IOException {
        BlockScan.rethrow(block.failure);
        RowBatch read = carry.length == 0 ? saveRest(block.bytes, block.to, block.rows) : parseAgain(block);
        RowBatch.Problem problem = problem(read);
        countOddities(read, problem);
        if (problem != null) {
            reportOddities();
            throw CsvException.at(line + problem.line() - 1, problem.column(), problem.message());
        }
        rows += read.count;
        countMissing(read);
        if (read.localTimes) {
            resolveOverlaps(read);
        }
        noteEnd(block, read);
        rowsRead.set(read, line);
        line += read.lines;
        if (query.missing() == MissingPolicy.DROP && read.missing > 0) {
            read.dropMissing();
        }
        if (read.count > 0) {
            sink.accept(rowsRead);
        }
        if (block.cutOff || carry.length > BlockSource.MAX_RECORD_BYTES) {
            throw CsvException.at(
                    line,
                    "longer than " + BlockSource.MAX_RECORD_BYTES + " bytes; is a quote opened and never closed?");
        }
        listener.scanned(block.bytesRead, totalBytes, rows);
    }

    /** Returns the first problem; under {@link MissingPolicy#ERROR} that may be a missing value. */
    private RowBatch.@Nullable Problem problem(RowBatch read) {
        RowBatch.Problem problem = read.problem;
        boolean rejectsMissing = query.missing() == MissingPolicy.ERROR && read.missing > 0;
        if (rejectsMissing && (problem == null || read.firstMissingLine < problem.line())) {
            String message = "no value, and the configuration says missing: error";
            return new RowBatch.Problem(read.firstMissingLine, columnName, message);
        }
        return problem;
    }

    private void countMissing(RowBatch read) {
        if (missing == 0 && read.missing > 0) {
            firstMissingLine = line + read.firstMissingLine - 1;
        }
        missing += read.missing;
    }

    private void resolveOverlaps(RowBatch read) {
        int[] groups = query.keys().group() == null ? NO_GROUPS : read.groups;
        if (read.ambiguousTimes) {
            dayFirstOverlaps.resolve(read.dayFirstTimes, read.laterDayFirstTimes, groups, read.count);
        }
        overlaps.resolve(read.times, read.laterTimes, groups, read.count);
    }

    private RowBatch parseAgain(Block block) {
        int length = carry.length + block.to - block.from;
        byte[] bytes = new byte[length + RowParser.PADDING];
        System.arraycopy(carry, 0, bytes, 0, carry.length);
        System.arraycopy(block.bytes, block.from, bytes, carry.length, block.to - block.from);
        parser.parse(bytes, 0, length, block.last, reparsed);
        if (keys != null) {
            keys.decode(reparsed);
        }
        return saveRest(bytes, length, reparsed);
    }

    private RowBatch saveRest(byte[] bytes, int to, RowBatch read) {
        int rest = to - read.consumedTo;
        carry = rest == 0 || read.problem != null ? EMPTY : Arrays.copyOfRange(bytes, read.consumedTo, to);
        return read;
    }

    /** Rows after a problem are not counted, so that the counts do not depend on the block size. */
    private void countOddities(RowBatch read, RowBatch.@Nullable Problem problem) {
        read.odd.forEach((oddity, rows) -> {
            if (rows.count > 0 && (problem == null || rows.firstLine <= problem.line())) {
                note(oddity, rows.count, line + rows.firstLine - 1);
            }
        });
    }

    private void note(Oddity oddity, long count, long firstLine) {
        OddRows noted = odd.get(oddity);
        if (noted != null) {
            noted.add(count, firstLine);
        }
    }

    /** Reports what is unusual about the file, after its end. */
    void finish() {
        reportOddities();
        reportCutOff();
    }

    private void reportOddities() {
        odd.forEach((oddity, rows) -> {
            if (rows.count > 0) {
                listener.found(finding(oddity, rows.count, rows.firstLine));
            }
        });
    }

    private static Finding finding(Oddity oddity, long count, long first) {
        return switch (oddity) {
            case WRAPPED -> Header.wrappedLines(first);
            case CURRENCY -> Check.CURRENCY.finding(count, first, "Prices have a currency, first in line " + first);
            case FORMULA ->
                Check.FORMULA.finding(
                        count,
                        first,
                        "Prices are written as Excel text formulas, such as =\"1.5\", first in line " + first);
            case NO_BREAK_SPACE ->
                Check.NO_BREAK_SPACE.finding(
                        count, first, "Prices have no-break spaces (U+00A0) around them, first in line " + first);
            case LONG ->
                Check.LONG_RECORD.finding(
                        count,
                        first,
                        "A quoted field that starts in line " + first
                                + " goes over many lines; two stray quotes may have swallowed them");
        };
    }

    private void noteEnd(Block block, RowBatch read) {
        if (read.count > 0) {
            int last = read.count - 1;
            valueBefore = last > 0 ? read.values[last - 1] : lastValue;
            lastValue = read.values[last];
            int[] groups = query.keys().group() == null ? null : read.groups;
            groupBefore = groups == null ? 0 : last > 0 ? groups[last - 1] : lastGroup;
            lastGroup = groups == null ? 0 : groups[last];
        }
        if (block.to > block.from) {
            lastLine = line + read.lines - 1;
            endsInLine = block.bytes[block.to - 1] != '\n';
            endsShort = read.endsShort;
        }
    }

    /** A file whose download was interrupted ends in the middle of a line. */
    private void reportCutOff() {
        boolean jumps = lastGroup == groupBefore && Math.abs(lastValue / valueBefore - 1) > CUT_OFF_JUMP;
        if (endsInLine && query.dialect().skippedFooter() == 0 && (endsShort || jumps)) {
            listener.found(Check.CUT_OFF.finding(
                    1,
                    lastLine,
                    "The file ends in line " + lastLine + " without a line end, "
                            + (endsShort ? "with fewer fields than the header" : "with a price far from the one before")
                            + "; it may be cut off"));
        }
    }
}
