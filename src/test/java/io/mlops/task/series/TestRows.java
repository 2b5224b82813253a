package io.mlops.task.series;

import io.mlops.task.bytes.ByteBuilder;
import io.mlops.task.time.TimeParser;
import java.util.List;

/** Rows on consecutive lines unless other ones are given. */
record TestRows(double[] values, long[] times, long[] dayFirstTimes, int[] groups, long[] lines) implements SeriesRows {
    static final long NONE = TimeParser.NONE;

    /** Values are the lines, from 2. */
    static TestRows of(long firstLine, long... times) {
        double[] values = new double[times.length];
        long[] lines = new long[times.length];
        for (int i = 0; i < times.length; i++) {
            lines[i] = firstLine + i;
            values[i] = lines[i];
        }
        return new TestRows(values, times, times, null, lines);
    }

    TestRows inGroups(int... numbers) {
        return new TestRows(values, times, dayFirstTimes, numbers, lines);
    }

    TestRows onLines(long... numbers) {
        return new TestRows(values, times, dayFirstTimes, groups, numbers);
    }

    TestRows withDayFirst(long... others) {
        return new TestRows(values, times, others, groups, lines);
    }

    @Override
    public int count() {
        return values.length;
    }

    @Override
    public long line(int row) {
        return lines[row];
    }

    @Override
    public int place(int row) {
        return row;
    }

    /** The line stands for the text of the time. */
    @Override
    public void appendTime(int row, ByteBuilder to) {
        to.appendLatin1("at " + lines[row]);
    }

    @Override
    public List<String> fields(int row) {
        return List.of(Long.toString(lines[row]));
    }
}
