package io.mlops.task.model.monitoring;

import java.util.Arrays;

/** One column of the reference, ready to be compared with: its values in order, its deciles, its spread. */
@SuppressWarnings("ArrayRecordComponent") // plain numbers; compared by nobody
record ReferenceColumn(String name, double[] sorted, double[] deciles, double[] histogramEdges, double deviation) {
    private static final int BINS = 10;
    private static final int PICTURE_BINS = 20;

    static ReferenceColumn of(String name, double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double[] deciles = new double[BINS - 1];
        for (int d = 0; d < deciles.length; d++) {
            deciles[d] = quantile(sorted, (d + 1.0) / BINS);
        }
        // Where many rows share one value (a capped age) several deciles are equal; their bins are one.
        double[] distinct = Arrays.stream(deciles).distinct().toArray();
        return new ReferenceColumn(name, sorted, distinct, histogramEdges(sorted), deviation(sorted));
    }

    double[] proportions(double[] edges) {
        return proportions(sorted, edges);
    }

    /** The share of values in each bin of (.., e0), [e0, e1), ... [en, ..). */
    static double[] proportions(double[] values, double[] edges) {
        double[] shares = new double[edges.length + 1];
        for (double value : values) {
            int at = Arrays.binarySearch(edges, value);
            shares[at >= 0 ? at + 1 : -at - 1] += 1;
        }
        for (int b = 0; b < shares.length; b++) {
            shares[b] /= values.length;
        }
        return shares;
    }

    /** Inner edges of bins of one width over all but the most extreme hundredth; the outer bins are open. */
    private static double[] histogramEdges(double[] sorted) {
        double low = quantile(sorted, 0.005);
        double high = quantile(sorted, 0.995);
        double[] edges = new double[PICTURE_BINS - 1];
        for (int e = 0; e < edges.length; e++) {
            edges[e] = low + (high - low) * (e + 1) / PICTURE_BINS;
        }
        return Arrays.stream(edges).distinct().toArray();
    }

    /** Linear between the two nearest values, as numpy's. */
    private static double quantile(double[] sorted, double share) {
        double place = share * (sorted.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    private static double deviation(double[] values) {
        double mean = Arrays.stream(values).sum() / values.length;
        return Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum() / values.length);
    }
}
