package io.mlops.task.model.drift;

import java.util.Arrays;

/** One column of the reference: its sorted values, deciles, histogram edges and standard deviation. */
@SuppressWarnings("ArrayRecordComponent") // plain numbers, never compared
public record ReferenceColumn(
        String name, double[] sorted, double[] deciles, double[] histogramEdges, double deviation) {
    private static final int BINS = 10;
    private static final int HISTOGRAM_BINS = 20;

    /** @param values at least one, in any order */
    public static ReferenceColumn of(String name, double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double[] deciles = new double[BINS - 1];
        for (int d = 0; d < deciles.length; d++) {
            deciles[d] = quantile(sorted, (d + 1.0) / BINS);
        }
        // If many rows have the same value (a capped age), several deciles are equal; their bins are merged.
        double[] distinct = Arrays.stream(deciles).distinct().toArray();
        return new ReferenceColumn(name, sorted, distinct, histogramEdges(sorted), deviation(sorted));
    }

    double[] proportions(double[] edges) {
        return proportions(sorted, edges);
    }

    /** Returns the proportion of values in each bin of (.., e0), [e0, e1), ... [en, ..). */
    static double[] proportions(double[] values, double[] edges) {
        double[] proportions = new double[edges.length + 1];
        for (double value : values) {
            int index = Arrays.binarySearch(edges, value);
            proportions[index >= 0 ? index + 1 : -index - 1] += 1;
        }
        for (int b = 0; b < proportions.length; b++) {
            proportions[b] /= values.length;
        }
        return proportions;
    }

    /** Returns the inner edges of bins of equal width over the central 99 %; the outer bins are open. */
    private static double[] histogramEdges(double[] sorted) {
        double min = quantile(sorted, 0.005);
        double max = quantile(sorted, 0.995);
        double[] edges = new double[HISTOGRAM_BINS - 1];
        for (int e = 0; e < edges.length; e++) {
            edges[e] = min + (max - min) * (e + 1) / HISTOGRAM_BINS;
        }
        return Arrays.stream(edges).distinct().toArray();
    }

    /** Interpolates linearly, as numpy. */
    private static double quantile(double[] sorted, double q) {
        double position = q * (sorted.length - 1);
        int below = (int) position;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
    }

    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).sum() / values.length;
        return Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / values.length);
    }
}
