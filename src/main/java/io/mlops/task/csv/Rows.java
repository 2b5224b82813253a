package io.mlops.task.csv;

import io.mlops.task.bytes.ByteBuilder;
import io.mlops.task.series.SeriesRows;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some rows of a file, in file order. Its arrays are reused after the call that it is passed to. */
public final class Rows implements SeriesRows {
    /** In bytes; the fields of a longer row are not kept. */
    private static final int MAX_ROW_BYTES = 8 << 10;

    private final char delimiter;
    private final int timeParts;
    private RowBatch batch = new RowBatch(0, 0);
    private long firstLine;
    /** The row whose line was asked for last, and the lines before it. */
    private int lastRow;

    private long lastLines;

    Rows(RowLayout layout) {
        this.delimiter = layout.delimiter();
        this.timeParts = layout.time().size();
    }

    void set(RowBatch rows, long line) {
        batch = rows;
        firstLine = line;
        lastRow = -1;
        lastLines = 0;
    }

    @Override
    public int count() {
        return batch.count;
    }

    /** Returns the numbers of the column; NaN if the value is missing, infinities as they are. */
    @Override
    public double[] values() {
        return batch.values;
    }

    /**
     * Returns the times in nanoseconds since 1970, {@link io.mlops.task.time.TimeParser#NONE} of a row that has none; null if
     * no time is read. Month first: {@code 02/01/2024} is in February.
     */
    @Override
    public long @Nullable [] times() {
        return timeParts == 0 ? null : batch.times;
    }

    /** Returns the times read day first; the same array if each time determines the order of day and month. */
    @Override
    public long @Nullable [] dayFirstTimes() {
        return timeParts == 0 ? null : batch.ambiguousTimes ? batch.dayFirstTimes : batch.times;
    }

    /** Returns the group of each row, numbered in the order of discovery; null without a group column. */
    @Override
    public int @Nullable [] groups() {
        return batch.keyFrom.length == timeParts ? null : batch.groups;
    }

    /** Returns the line on which a row starts, from 1. */
    @Override
    public long line(int row) {
        int from = lastRow < 0 || lastRow > row ? batch.from : batch.starts[lastRow];
        long before = lastRow < 0 || lastRow > row ? 0 : lastLines;
        lastLines = before + batch.lines(from, batch.starts[row]);
        lastRow = row;
        return firstLine + lastLines;
    }

    @Override
    public List<String> fields(int row) {
        int start = batch.starts[row];
        int end = Header.end(batch.bytes, start, batch.consumedTo, true, delimiter);
        if (end - start > MAX_ROW_BYTES) {
            return List.of();
        }
        try {
            return Header.parse(batch.bytes, start, end, 1, delimiter).names();
        } catch (CsvException e) {
            return List.of();
        }
    }

    @Override
    public int place(int row) {
        return row;
    }

    @Override
    public void appendTime(int row, ByteBuilder to) {
        for (int part = 0; part < timeParts; part++) {
            if (part > 0) {
                to.append(' ');
            }
            int from = batch.keyFrom[part][row];
            byte[] bytes = from < 0 ? batch.unescaped : batch.bytes;
            to.append(bytes, from < 0 ? ~from : from, batch.keyTo[part][row]);
        }
    }
}
