package io.mlops.task.model.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Counts between edges; bin i is [edges[i], edges[i + 1]), the last one includes its end. */
public record Histogram(List<Double> edges, List<Integer> counts) {
    /** Bins of one width over the range of the values; values at one single point share one bin. */
    public static Histogram of(double[] values, int bins) {
        double low = Arrays.stream(values).min().orElse(0);
        double high = Arrays.stream(values).max().orElse(0);
        int used = high > low ? bins : 1;
        List<Double> edges = new ArrayList<>();
        for (int e = 0; e <= used; e++) {
            edges.add(e == used ? high : low + (high - low) * e / used);
        }
        int[] counts = new int[used];
        for (double value : values) {
            int bin = high > low ? (int) ((value - low) / (high - low) * used) : 0;
            counts[Math.min(bin, used - 1)]++;
        }
        return new Histogram(List.copyOf(edges), Arrays.stream(counts).boxed().toList());
    }
}
