package io.mlops.task.series;

import org.jspecify.annotations.Nullable;

/** Rows whose numbers are in arrays. */
abstract class RowColumns implements SeriesRows {
    private final double[] values;
    private final long @Nullable [] times;
    private final long @Nullable [] dayFirstTimes;
    private final int @Nullable [] groups;

    RowColumns(double[] values, long @Nullable [] times, long @Nullable [] dayFirstTimes, int @Nullable [] groups) {
        this.values = values;
        this.times = times;
        this.dayFirstTimes = dayFirstTimes;
        this.groups = groups;
    }

    @Override
    public final int count() {
        return values.length;
    }

    @Override
    public final double[] values() {
        return values;
    }

    @Override
    public final long @Nullable [] times() {
        return times;
    }

    @Override
    public final long @Nullable [] dayFirstTimes() {
        return dayFirstTimes;
    }

    @Override
    public final int @Nullable [] groups() {
        return groups;
    }
}
