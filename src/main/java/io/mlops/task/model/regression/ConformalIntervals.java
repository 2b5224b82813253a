package io.mlops.task.model.regression;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Prediction intervals by split-conformal quantiles of held-out residuals (actual - predicted). The quantiles are computed
 * separately for groups of similar predictions, so that an interval is wide where the model's errors are large.
 *
 * @param coverage the nominal coverage
 * @param empiricalCoverage the fraction of actual values within their interval if each half of the held-out rows is tested
 *     with the other half's quantiles; null if they are too few
 * @param edges the predictions that separate the groups, ascending
 * @param lower the residuals' lower quantile by group
 * @param upper the residuals' upper quantile by group
 * @param levels that can be chosen instead, in steps of 0.01, ascending; only those that the held-out rows suffice for
 * @param bands the empirical coverage by actual price, ascending; empty if it is unknown
 */
@SuppressWarnings("ArrayRecordComponent") // plain data of a descriptor, never compared
public record ConformalIntervals(
        double coverage,
        @Nullable Double empiricalCoverage,
        double[] edges,
        double[] lower,
        double[] upper,
        List<Level> levels,
        List<PriceBand> bands) {
    public static final double DEFAULT_COVERAGE = 0.9;
    /** Levels that may be chosen, in percent. */
    private static final int MIN_LEVEL = 50;

    private static final int MAX_LEVEL = 99;
    public static final double MIN_COVERAGE = MIN_LEVEL / 100.0;
    public static final double MAX_COVERAGE = MAX_LEVEL / 100.0;

    private static final int ROWS_PER_GROUP = 200;
    private static final int MAX_GROUPS = 10;
    private static final int BANDS = 5;
    private static final int MIN_BAND_ROWS = 20;

    /** Both are missing in the descriptors of earlier releases. */
    public ConformalIntervals {
        levels = List.copyOf(Objects.requireNonNullElse(levels, List.of()));
        bands = List.copyOf(Objects.requireNonNullElse(bands, List.of()));
    }

    /** The quantiles by group for another nominal coverage, and the empirical one; null if there are too few rows. */
    @SuppressWarnings("ArrayRecordComponent") // plain data of a descriptor, never compared
    public record Level(double coverage, @Nullable Double empiricalCoverage, double[] lower, double[] upper) {}

    /**
     * The empirical coverage of rows with an actual value in [from, to), in 100,000 USD.
     *
     * @param from null for the lowest band
     * @param to null for the highest band
     * @param coverage null with fewer than {@value #MIN_BAND_ROWS} rows
     */
    public record PriceBand(
            @Nullable Double from,
            @Nullable Double to,
            int rows,
            @Nullable Double coverage) {}

    public static ConformalIntervals of(double[] actual, double[] predicted, double coverage) {
        HeldOut heldOut = new HeldOut(actual, predicted);
        List<Level> levels = new ArrayList<>();
        for (int percent = MIN_LEVEL; percent <= MAX_LEVEL; percent++) {
            if (heldOut.all().suffices(percent / 100.0)) {
                levels.add(heldOut.level(percent / 100.0));
            }
        }
        Level level = heldOut.level(coverage);
        return new ConformalIntervals(
                coverage,
                level.empiricalCoverage(),
                heldOut.all().edges(),
                level.lower(),
                level.upper(),
                levels,
                level.empiricalCoverage() == null ? List.of() : heldOut.bands(coverage));
    }

    /**
     * Returns the intervals of another nominal coverage, rounded up to the next of the {@link #levels}; empty if there is
     * none.
     */
    public Optional<ConformalIntervals> at(double wanted) {
        if (wanted == coverage) {
            return Optional.of(this);
        }
        return levels.stream()
                .filter(level -> level.coverage() >= wanted)
                .findFirst()
                .map(level -> new ConformalIntervals(
                        level.coverage(),
                        level.empiricalCoverage(),
                        edges,
                        level.lower(),
                        level.upper(),
                        List.of(),
                        List.of()));
    }

    /** Returns the highest coverage that can be chosen. */
    public double maxCoverage() {
        return levels.stream().mapToDouble(Level::coverage).reduce(coverage, Math::max);
    }

    /** Returns the interval around a prediction; its lower bound is never below 0, since no house value is. */
    public Prediction.Interval around(double prediction) {
        int group = group(edges, prediction);
        double min = Math.max(0, prediction + lower[group]);
        return new Prediction.Interval(min, Math.max(min, prediction + upper[group]), coverage);
    }

    private static int group(double[] edges, double prediction) {
        int index = Arrays.binarySearch(edges, prediction);
        return index >= 0 ? index + 1 : -index - 1;
    }

    /** Residuals, ascending, by group of similar predictions. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Residuals(double[] edges, double[][] groups) {
        static Residuals of(double[] actual, double[] predicted, int[] rows) {
            int[] order = Arrays.stream(rows)
                    .boxed()
                    .sorted((a, b) -> Double.compare(predicted[a], predicted[b]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            int count = Math.max(1, Math.min(MAX_GROUPS, rows.length / ROWS_PER_GROUP));
            double[] edges = new double[count - 1];
            double[][] groups = new double[count][];
            for (int g = 0; g < count; g++) {
                int from = (int) ((long) order.length * g / count);
                int to = (int) ((long) order.length * (g + 1) / count);
                groups[g] = Arrays.stream(order, from, to)
                        .mapToDouble(i -> actual[i] - predicted[i])
                        .sorted()
                        .toArray();
                if (g > 0) {
                    edges[g - 1] = predicted[order[from]];
                }
            }
            return new Residuals(edges, groups);
        }

        /** Whether each group is large enough that a new residual is outside of it with a probability of 1 - coverage. */
        boolean suffices(double coverage) {
            long needed = Math.round(Math.ceil(2 / (1 - coverage) - 1e-6)) - 1;
            return Arrays.stream(groups).allMatch(group -> group.length >= needed);
        }

        double[] lower(double coverage) {
            return quantiles((1 - coverage) / 2, false);
        }

        double[] upper(double coverage) {
            return quantiles(1 - (1 - coverage) / 2, true);
        }

        private double[] quantiles(double quantile, boolean up) {
            return Arrays.stream(groups)
                    .mapToDouble(group -> group[rank(quantile, group.length, up)])
                    .toArray();
        }

        ConformalIntervals intervals(double coverage) {
            return new ConformalIntervals(
                    coverage, null, edges, lower(coverage), upper(coverage), List.of(), List.of());
        }
    }

    /** Returns the conformal rank: a new residual is equally likely to fall into any of the n + 1 gaps between n others. */
    private static int rank(double quantile, int n, boolean up) {
        double position = quantile * (n + 1);
        int rank = (int) (up ? Math.ceil(position) : Math.floor(position)) - 1;
        return Math.max(0, Math.min(n - 1, rank));
    }

    /** The held-out rows: all of them, and two halves of which each tests the quantiles of the other. */
    private static final class HeldOut {
        private final double[] actual;
        private final double[] predicted;
        private final Residuals all;
        private final Residuals even;
        private final Residuals odd;

        HeldOut(double[] actual, double[] predicted) {
            this.actual = actual;
            this.predicted = predicted;
            int[] rows = IntStream.range(0, actual.length).toArray();
            all = Residuals.of(actual, predicted, rows);
            even = Residuals.of(
                    actual,
                    predicted,
                    Arrays.stream(rows).filter(i -> i % 2 == 0).toArray());
            odd = Residuals.of(
                    actual,
                    predicted,
                    Arrays.stream(rows).filter(i -> i % 2 == 1).toArray());
        }

        Residuals all() {
            return all;
        }

        Level level(double coverage) {
            boolean measurable = even.suffices(coverage) && odd.suffices(coverage);
            Double empirical = measurable ? fraction(contained(coverage), 0, actual.length) : null;
            return new Level(coverage, empirical, all.lower(coverage), all.upper(coverage));
        }

        private boolean[] contained(double coverage) {
            ConformalIntervals byEven = even.intervals(coverage);
            ConformalIntervals byOdd = odd.intervals(coverage);
            boolean[] contained = new boolean[actual.length];
            for (int i = 0; i < contained.length; i++) {
                contained[i] =
                        (i % 2 == 0 ? byOdd : byEven).around(predicted[i]).contains(actual[i]);
            }
            return contained;
        }

        /** Bands of about equally many rows; equal prices are in one. */
        List<PriceBand> bands(double coverage) {
            int rows = actual.length;
            int[] order = IntStream.range(0, rows)
                    .boxed()
                    .sorted((a, b) -> Double.compare(actual[a], actual[b]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            boolean[] contained = contained(coverage);
            boolean[] sorted = new boolean[rows];
            for (int i = 0; i < rows; i++) {
                sorted[i] = contained[order[i]];
            }
            List<PriceBand> bands = new ArrayList<>();
            int from = 0;
            for (int band = 1; band <= BANDS && from < rows; band++) {
                int to = (int) ((long) rows * band / BANDS);
                while (to > 0 && to < rows && actual[order[to - 1]] == actual[order[to]]) {
                    to++;
                }
                if (to > from) {
                    bands.add(new PriceBand(
                            from == 0 ? null : actual[order[from]],
                            to == rows ? null : actual[order[to]],
                            to - from,
                            to - from < MIN_BAND_ROWS ? null : fraction(sorted, from, to)));
                    from = to;
                }
            }
            return bands;
        }

        private static double fraction(boolean[] values, int from, int to) {
            int count = 0;
            for (int i = from; i < to; i++) {
                count += values[i] ? 1 : 0;
            }
            return (double) count / (to - from);
        }
    }
}
