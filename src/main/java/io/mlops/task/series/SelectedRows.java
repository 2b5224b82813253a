package io.mlops.task.series;

import io.mlops.task.bytes.ByteBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some of other rows, in another order. */
final class SelectedRows implements SeriesRows {
    private final SeriesRows all;
    private final int[] rows;
    private final double[] values;
    private final long @Nullable [] times;
    private final long @Nullable [] dayFirstTimes;
    private final int @Nullable [] groups;

    /** @param rows the indices of those selected */
    SelectedRows(SeriesRows all, int[] rows) {
        this.all = all;
        this.rows = rows;
        this.values = new double[rows.length];
        double[] from = all.values();
        for (int i = 0; i < rows.length; i++) {
            values[i] = from[rows[i]];
        }
        this.times = select(all.times());
        this.dayFirstTimes = all.dayFirstTimes() == all.times() ? times : select(all.dayFirstTimes());
        this.groups = select(all.groups());
    }

    private long @Nullable [] select(long @Nullable [] from) {
        if (from == null) {
            return null;
        }
        long[] selected = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            selected[i] = from[rows[i]];
        }
        return selected;
    }

    private int @Nullable [] select(int @Nullable [] from) {
        if (from == null) {
            return null;
        }
        int[] selected = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            selected[i] = from[rows[i]];
        }
        return selected;
    }

    @Override
    public int count() {
        return rows.length;
    }

    @Override
    public double[] values() {
        return values;
    }

    @Override
    public long @Nullable [] times() {
        return times;
    }

    @Override
    public long @Nullable [] dayFirstTimes() {
        return dayFirstTimes;
    }

    @Override
    public int @Nullable [] groups() {
        return groups;
    }

    @Override
    public long line(int row) {
        return all.line(rows[row]);
    }

    @Override
    public int place(int row) {
        return all.place(rows[row]);
    }

    @Override
    public void appendTime(int row, ByteBuilder to) {
        all.appendTime(rows[row], to);
    }

    @Override
    public List<String> fields(int row) {
        return all.fields(rows[row]);
    }
}
