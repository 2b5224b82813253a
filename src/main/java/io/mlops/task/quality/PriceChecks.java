package io.mlops.task.quality;

import io.mlops.task.finding.Check;
import io.mlops.task.finding.Finding;
import io.mlops.task.series.SeriesRows;
import java.util.List;

/** Checks the prices of one or more series: their sign, their scale, and whether they move. */
final class PriceChecks {
    private static final double MAX_FACTOR = 100;
    private static final int FLAT_RUN = 24;

    private long notPositive;
    private long firstNotPositive;
    private long jumps;
    private long firstJump;
    private long flatRuns;
    private long firstFlatRun;
    private long longestFlatRun;

    /** The latest state of one series. */
    static final class Tail {
        private double previous = Double.NaN;
        private long same;
        private boolean hasMissing;
        private boolean hasJump;
        private boolean hasNotPositive;
        private boolean hasFlatRun;

        void found(List<String> labels) {
            add(labels, hasMissing, Check.MISSING_VALUES);
            add(labels, hasJump, Check.SCALE_JUMP);
            add(labels, hasNotPositive, Check.NOT_POSITIVE);
            add(labels, hasFlatRun, Check.FLAT_RUN);
        }
    }

    static void add(List<String> labels, boolean found, Check check) {
        if (found) {
            labels.add(check.label());
        }
    }

    /** @param from the first row of the series in these rows */
    void check(SeriesRows rows, int from, int to, Tail tail) {
        double[] values = rows.values();
        double previous = tail.previous;
        long same = tail.same;
        for (int i = from; i < to; i++) {
            double value = values[i];
            if (Double.isNaN(value)) {
                tail.hasMissing = true;
                continue;
            }
            same = value == previous ? same + 1 : 1;
            boolean near = value < previous * MAX_FACTOR && value * MAX_FACTOR > previous;
            if (!near || value <= 0 || same >= FLAT_RUN) {
                unusual(rows, i, value, previous, same, tail);
            }
            previous = value;
        }
        tail.previous = previous;
        tail.same = same;
    }

    private void unusual(SeriesRows rows, int row, double value, double previous, long same, Tail tail) {
        if (value <= 0) {
            tail.hasNotPositive = true;
            if (notPositive++ == 0) {
                firstNotPositive = rows.line(row);
            }
        }
        double factor = Math.max(Math.abs(value / previous), Math.abs(previous / value));
        if (factor >= MAX_FACTOR && value != 0 && previous != 0) {
            tail.hasJump = true;
            if (jumps++ == 0) {
                firstJump = rows.line(row);
            }
        }
        if (same == FLAT_RUN && flatRuns++ == 0) {
            firstFlatRun = rows.line(row);
        }
        if (same >= FLAT_RUN) {
            tail.hasFlatRun = true;
            longestFlatRun = Math.max(longestFlatRun, same);
        }
    }

    void report(List<Finding> findings) {
        if (notPositive > 0) {
            findings.add(Check.NOT_POSITIVE.finding(
                    notPositive,
                    firstNotPositive,
                    notPositive + plural(notPositive, " price is", " prices are") + " 0 or less, first in line "
                            + firstNotPositive));
        }
        if (jumps > 0) {
            findings.add(Check.SCALE_JUMP.finding(
                    jumps,
                    firstJump,
                    "Neighbouring prices differ by a factor of " + (int) MAX_FACTOR + " or more "
                            + jumps + plural(jumps, " time", " times") + ", first in line " + firstJump
                            + ": a placeholder, a lost decimal point or a split"));
        }
        if (flatRuns > 0) {
            findings.add(Check.FLAT_RUN.finding(
                    flatRuns,
                    firstFlatRun,
                    "The price stays the same for " + FLAT_RUN + " rows or more "
                            + flatRuns + plural(flatRuns, " time", " times") + ", at most for " + longestFlatRun
                            + " rows, first up to line " + firstFlatRun));
        }
    }

    static String plural(long count, String one, String many) {
        return count == 1 ? one : many;
    }
}
