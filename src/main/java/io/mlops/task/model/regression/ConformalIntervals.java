package io.mlops.task.model.regression;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Prediction intervals by split-conformal quantiles of held-out residuals (actual - predicted). The quantiles are computed
 * separately for groups of similar predictions, so that an interval is wide where the model's errors are large.
 *
 * @param coverage the nominal coverage
 * @param empiricalCoverage the fraction of actual values within their interval if each half of the held-out rows is tested
 *     with the other half's quantiles; 0 with fewer than two rows
 * @param edges the predictions that separate the groups, ascending
 * @param lower the residuals' lower quantile by group
 * @param upper the residuals' upper quantile by group
 */
@SuppressWarnings("ArrayRecordComponent") // plain data of a descriptor, never compared
public record ConformalIntervals(
        double coverage, double empiricalCoverage, double[] edges, double[] lower, double[] upper) {
    public static final double DEFAULT_COVERAGE = 0.9;
    private static final int ROWS_PER_GROUP = 200;
    private static final int MAX_GROUPS = 10;

    public static ConformalIntervals of(double[] actual, double[] predicted, double coverage) {
        if (actual.length < 2) {
            return quantiles(actual, predicted, coverage, 0);
        }
        int[] even = IntStream.range(0, actual.length).filter(i -> i % 2 == 0).toArray();
        int[] odd = IntStream.range(0, actual.length).filter(i -> i % 2 == 1).toArray();
        int contained = quantiles(select(actual, even), select(predicted, even), coverage, 0)
                        .countContained(actual, predicted, odd)
                + quantiles(select(actual, odd), select(predicted, odd), coverage, 0)
                        .countContained(actual, predicted, even);
        return quantiles(actual, predicted, coverage, (double) contained / actual.length);
    }

    /** Returns the interval around a prediction; its lower bound is never below 0, since no house value is. */
    public Prediction.Interval around(double prediction) {
        int index = Arrays.binarySearch(edges, prediction);
        int group = index >= 0 ? index + 1 : -index - 1;
        double min = Math.max(0, prediction + lower[group]);
        return new Prediction.Interval(min, Math.max(min, prediction + upper[group]), coverage);
    }

    private static ConformalIntervals quantiles(
            double[] actual, double[] predicted, double coverage, double empiricalCoverage) {
        int[] order = IntStream.range(0, actual.length)
                .boxed()
                .sorted((a, b) -> Double.compare(predicted[a], predicted[b]))
                .mapToInt(Integer::intValue)
                .toArray();
        int groups = Math.max(1, Math.min(MAX_GROUPS, actual.length / ROWS_PER_GROUP));
        double[] edges = new double[groups - 1];
        double[] lower = new double[groups];
        double[] upper = new double[groups];
        for (int g = 0; g < groups; g++) {
            int from = (int) ((long) order.length * g / groups);
            int to = (int) ((long) order.length * (g + 1) / groups);
            double[] residuals = Arrays.stream(order, from, to)
                    .mapToDouble(i -> actual[i] - predicted[i])
                    .sorted()
                    .toArray();
            lower[g] = residuals[rank((1 - coverage) / 2, residuals.length, false)];
            upper[g] = residuals[rank(1 - (1 - coverage) / 2, residuals.length, true)];
            if (g > 0) {
                edges[g - 1] = predicted[order[from]];
            }
        }
        return new ConformalIntervals(coverage, empiricalCoverage, edges, lower, upper);
    }

    /** Returns the conformal rank: a new residual is equally likely to fall into any of the n + 1 gaps between n others. */
    private static int rank(double quantile, int n, boolean up) {
        double position = quantile * (n + 1);
        int rank = (int) (up ? Math.ceil(position) : Math.floor(position)) - 1;
        return Math.max(0, Math.min(n - 1, rank));
    }

    private int countContained(double[] actual, double[] predicted, int[] rows) {
        return (int) Arrays.stream(rows)
                .filter(i -> around(predicted[i]).contains(actual[i]))
                .count();
    }

    private static double[] select(double[] values, int[] rows) {
        return Arrays.stream(rows).mapToDouble(i -> values[i]).toArray();
    }
}
