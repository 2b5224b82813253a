package io.mlops.task.execution;

import org.jspecify.annotations.Nullable;

/**
 * Which rows of a run's signals are asked for.
 *
 * @param group of the rows; null: all of them
 * @param fromRow the first row, from 0, counted among those of the group
 * @param toRow the row after the last one
 * @param fromTime the first time, in nanoseconds since 1970; {@link Long#MIN_VALUE}: rows without a time, too
 * @param toTime the time after the last one; {@link Long#MAX_VALUE}: all
 */
public record SignalRange(@Nullable String group, long fromRow, long toRow, long fromTime, long toTime) {
    public static final SignalRange ALL = new SignalRange(null, 0, Long.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE);

    public boolean hasRow(long row) {
        return row >= fromRow && row < toRow;
    }

    /** @param time {@link Long#MIN_VALUE} if a row has none */
    public boolean hasTime(long time) {
        return !dependsOnTime() || (time != Long.MIN_VALUE && time >= fromTime && time < toTime);
    }

    public boolean dependsOnTime() {
        return fromTime != Long.MIN_VALUE || toTime != Long.MAX_VALUE;
    }
}
