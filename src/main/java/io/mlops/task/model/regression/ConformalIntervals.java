package io.mlops.task.model.regression;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Prediction intervals by split-conformal quantiles of held-out residuals (actual - predicted), taken separately in groups
 * of similar prediction, so that an interval is as wide as the model is wrong about such houses.
 *
 * @param coverage the share of cases the intervals are made to hold
 * @param measured the share they did hold when one half of the held-out rows was measured with the other half's quantiles; 0 with
 *     fewer than two rows
 * @param edges the predictions at which one group ends and the next begins, ascending
 * @param below the residuals' lower quantile per group
 * @param above their upper quantile per group
 */
@SuppressWarnings("ArrayRecordComponent") // plain data of a descriptor; compared by nobody
public record ConformalIntervals(double coverage, double measured, double[] edges, double[] below, double[] above) {
    public static final double DEFAULT_COVERAGE = 0.9;
    private static final int ROWS_PER_GROUP = 200;
    private static final int MAX_GROUPS = 10;

    public static ConformalIntervals of(double[] actual, double[] predicted, double coverage) {
        if (actual.length < 2) {
            return quantiles(actual, predicted, coverage, 0);
        }
        int[] even = IntStream.range(0, actual.length).filter(i -> i % 2 == 0).toArray();
        int[] odd = IntStream.range(0, actual.length).filter(i -> i % 2 == 1).toArray();
        int held = quantiles(pick(actual, even), pick(predicted, even), coverage, 0)
                        .containing(actual, predicted, odd)
                + quantiles(pick(actual, odd), pick(predicted, odd), coverage, 0)
                        .containing(actual, predicted, even);
        return quantiles(actual, predicted, coverage, (double) held / actual.length);
    }

    /** The interval around a prediction; its low end is never below 0, no house is. */
    public PredictionInterval around(double prediction) {
        int group = Arrays.binarySearch(edges, prediction);
        int at = group >= 0 ? group + 1 : -group - 1;
        double low = Math.max(0, prediction + below[at]);
        return new PredictionInterval(low, Math.max(low, prediction + above[at]), coverage);
    }

    private static ConformalIntervals quantiles(double[] actual, double[] predicted, double coverage, double measured) {
        int[] order = IntStream.range(0, actual.length)
                .boxed()
                .sorted((a, b) -> Double.compare(predicted[a], predicted[b]))
                .mapToInt(Integer::intValue)
                .toArray();
        int groups = Math.max(1, Math.min(MAX_GROUPS, actual.length / ROWS_PER_GROUP));
        double[] edges = new double[groups - 1];
        double[] below = new double[groups];
        double[] above = new double[groups];
        for (int g = 0; g < groups; g++) {
            int from = (int) ((long) order.length * g / groups);
            int to = (int) ((long) order.length * (g + 1) / groups);
            double[] residuals = Arrays.stream(order, from, to)
                    .mapToDouble(i -> actual[i] - predicted[i])
                    .sorted()
                    .toArray();
            below[g] = residuals[rank((1 - coverage) / 2, residuals.length, false)];
            above[g] = residuals[rank(1 - (1 - coverage) / 2, residuals.length, true)];
            if (g > 0) {
                edges[g - 1] = predicted[order[from]];
            }
        }
        return new ConformalIntervals(coverage, measured, edges, below, above);
    }

    /** The conformal rank: of n + 1 places, so that a new case is as likely in each gap as any other. */
    private static int rank(double share, int n, boolean up) {
        double place = share * (n + 1);
        int rank = (int) (up ? Math.ceil(place) : Math.floor(place)) - 1;
        return Math.max(0, Math.min(n - 1, rank));
    }

    private int containing(double[] actual, double[] predicted, int[] rows) {
        return (int) Arrays.stream(rows)
                .filter(i -> around(predicted[i]).contains(actual[i]))
                .count();
    }

    private static double[] pick(double[] values, int[] rows) {
        return Arrays.stream(rows).mapToDouble(i -> values[i]).toArray();
    }
}
