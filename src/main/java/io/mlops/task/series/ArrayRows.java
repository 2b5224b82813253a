package io.mlops.task.series;

import io.mlops.task.bytes.ByteBuilder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows held in memory. Of the texts of their fields, only the time is kept. */
final class ArrayRows extends RowColumns {
    static final ArrayRows NONE = new ArrayRows(new double[0], null, null, null, new long[0], null, 0);

    private static final int BYTES = 200;
    /** Value, both interpretations of the time, series, line. */
    private static final int BYTES_PER_ROW = 36;

    private final long[] lines;
    private final @Nullable TimeTexts timeTexts;
    private final int firstPlace;

    /** @param firstPlace see {@link SeriesRows#place} */
    ArrayRows(
            double[] values,
            long @Nullable [] times,
            long @Nullable [] dayFirstTimes,
            int @Nullable [] groups,
            long[] lines,
            @Nullable TimeTexts timeTexts,
            int firstPlace) {
        super(values, times, dayFirstTimes, groups);
        this.lines = lines;
        this.timeTexts = timeTexts;
        this.firstPlace = firstPlace;
    }

    /** Copies the rows from {@code from} on, so that they can be emitted after the rows that follow. */
    static ArrayRows of(SeriesRows rows, int from) {
        int to = rows.count();
        long[] lines = new long[to - from];
        TimeTexts timeTexts = new TimeTexts(to - from);
        for (int row = from; row < to; row++) {
            lines[row - from] = rows.line(row);
            timeTexts.add(rows, row);
        }
        long[] times = copy(rows.times(), from, to);
        int[] groups = rows.groups();
        return new ArrayRows(
                Arrays.copyOfRange(rows.values(), from, to),
                times,
                rows.dayFirstTimes() == rows.times() ? times : copy(rows.dayFirstTimes(), from, to),
                groups == null ? null : Arrays.copyOfRange(groups, from, to),
                lines,
                timeTexts,
                from - to);
    }

    /** Returns their size in bytes. */
    long bytes() {
        return BYTES + (long) BYTES_PER_ROW * count() + (timeTexts == null ? 0 : timeTexts.size());
    }

    private static long @Nullable [] copy(long @Nullable [] all, int from, int to) {
        return all == null ? null : Arrays.copyOfRange(all, from, to);
    }

    @Override
    public long line(int row) {
        return lines[row];
    }

    @Override
    public int place(int row) {
        return firstPlace + row;
    }

    @Override
    public void appendTime(int row, ByteBuilder to) {
        if (timeTexts != null) {
            timeTexts.appendTo(to, row);
        }
    }

    @Override
    public List<String> fields(int row) {
        return List.of();
    }
}
