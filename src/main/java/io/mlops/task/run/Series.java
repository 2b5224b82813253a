package io.mlops.task.run;

import java.util.Map;

/**
 * Points for a plot, each standing for as many rows as every other but perhaps the last.
 *
 * @param rows of the whole series
 * @param from the row at which the first point begins, counted from 0
 * @param to the row behind the last point
 * @param fromInput whether the rows were read again, rather than the points taken from what the run kept
 * @param columns by name, one number for each point; NaN where there is none
 */
public record Series(
        long rows, long from, long to, long rowsPerPoint, boolean fromInput, Map<String, double[]> columns) {

    /**
     * What is to be plotted.
     *
     * @param to the row behind the last one; may lie behind the series' end
     * @param points that there should be at most, at least 2
     */
    public record Range(long from, long to, int points) {
        public Range {
            if (from < 0 || to < from || points < 2) {
                throw new IllegalArgumentException("rows " + from + " to " + to + " in " + points
                        + " points, wanted 0 <= from <= to and at least 2 points");
            }
        }
    }
}
