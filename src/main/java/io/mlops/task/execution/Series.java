package io.mlops.task.execution;

import io.mlops.task.text.Messages;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Points of a plot. Each covers the same number of rows, except the last, which may cover fewer.
 *
 * @param rows of the whole series
 * @param from the first row, from 0
 * @param to the row after the last point
 * @param fromInput whether the rows were read again from the input, rather than from the stored points
 * @param columns by name, one number for each point; NaN if there is none. {@link #TIME} is that of a point's first row, in
 *     milliseconds since 1970.
 */
public record Series(
        long rows, long from, long to, long rowsPerPoint, boolean fromInput, Map<String, double[]> columns) {
    public static final String TIME = "time";

    /**
     * The rows to plot.
     *
     * @param group of the rows; null if the run's series are not told apart
     * @param to the row after the last one; may be after the end of the series
     * @param points maximum number of points, at least 2
     */
    public record Range(@Nullable String group, long from, long to, int points) {
        public Range {
            if (from < 0 || to < from || points < 2) {
                throw new IllegalArgumentException("Range "
                        + Messages.mustBe(
                                "0 <= from <= to with at least 2 points", from + " to " + to + " with " + points));
            }
        }
    }
}
