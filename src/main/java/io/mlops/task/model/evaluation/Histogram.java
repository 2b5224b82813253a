package io.mlops.task.model.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Counts by bin; bin i is [edges[i], edges[i + 1]), the last bin includes its upper edge. */
public record Histogram(List<Double> edges, List<Integer> counts) {
    /** Bins of equal width over the range of the values; one bin if all values are equal. */
    public static Histogram of(double[] values, int bins) {
        double min = Arrays.stream(values).min().orElse(0);
        double max = Arrays.stream(values).max().orElse(0);
        int used = max > min ? bins : 1;
        List<Double> edges = new ArrayList<>();
        for (int e = 0; e <= used; e++) {
            edges.add(e == used ? max : min + (max - min) * e / used);
        }
        int[] counts = new int[used];
        for (double value : values) {
            int bin = max > min ? (int) ((value - min) / (max - min) * used) : 0;
            counts[Math.min(bin, used - 1)]++;
        }
        return new Histogram(List.copyOf(edges), Arrays.stream(counts).boxed().toList());
    }
}
