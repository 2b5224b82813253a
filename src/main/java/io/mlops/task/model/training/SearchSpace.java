package io.mlops.task.model.training;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.data.NumpyPermutation;
import io.mlops.task.model.housing.FeatureSet;
import io.mlops.task.model.regression.Algorithm;
import io.mlops.task.model.regression.ModelSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The specifications to try for one algorithm: every combination of the listed values and feature sets or, if there are
 * more than {@code trials}, a sample of that size drawn with the seed. Numbers of boosting rounds do not count as
 * combinations: one training scores all of them.
 */
public record SearchSpace(
        Algorithm algorithm, List<FeatureSet> features, SortedMap<String, List<Double>> grid, int trials) {
    static final String ROUNDS = "rounds";

    public static SearchSpace of(
            Algorithm algorithm, List<FeatureSet> features, Map<String, List<Double>> grid, int trials)
            throws ModelException {
        if (features.isEmpty() || trials < 1 || grid.values().stream().anyMatch(List::isEmpty)) {
            throw new ModelException("The search for " + algorithm.label()
                    + " must have at least one value of each parameter and one trial, had " + features + ", " + grid
                    + " and " + trials + " trials");
        }
        SearchSpace space = new SearchSpace(algorithm, List.copyOf(features), new TreeMap<>(grid), trials);
        space.specs(0);
        return space;
    }

    /** A search space of one specification. */
    public static SearchSpace single(ModelSpec spec) {
        SortedMap<String, List<Double>> grid = new TreeMap<>();
        spec.parameters().forEach((name, value) -> grid.put(name, List.of(value)));
        return new SearchSpace(spec.algorithm(), List.of(spec.features()), grid, 1);
    }

    /** Returns what to try, in a fixed order; specifications that differ only in rounds are adjacent, ascending. */
    List<ModelSpec> specs(long seed) throws ModelException {
        List<ModelSpec> combinations = new ArrayList<>();
        for (FeatureSet set : features) {
            combinations.addAll(combine(set));
        }
        List<ModelSpec> specs = new ArrayList<>();
        int[] order = NumpyPermutation.of(seed, combinations.size());
        Arrays.sort(order, 0, Math.min(trials, order.length));
        for (int c = 0; c < Math.min(trials, order.length); c++) {
            specs.addAll(withEachRoundCount(combinations.get(order[c])));
        }
        return List.copyOf(specs);
    }

    private List<ModelSpec> combine(FeatureSet set) throws ModelException {
        List<Map<String, Double>> combined = List.of(Map.of());
        for (Map.Entry<String, List<Double>> axis : grid.entrySet()) {
            if (!axis.getKey().equals(ROUNDS)) {
                combined = combined.stream()
                        .flatMap(one -> axis.getValue().stream().map(value -> with(one, axis.getKey(), value)))
                        .toList();
            }
        }
        List<ModelSpec> specs = new ArrayList<>();
        for (Map<String, Double> parameters : combined) {
            specs.add(ModelSpec.of(algorithm, set, parameters));
        }
        return specs;
    }

    private List<ModelSpec> withEachRoundCount(ModelSpec spec) throws ModelException {
        List<Double> roundCounts = grid.getOrDefault(ROUNDS, List.of());
        if (roundCounts.isEmpty()) {
            return List.of(spec);
        }
        List<ModelSpec> specs = new ArrayList<>();
        for (double rounds : roundCounts.stream().sorted().distinct().toList()) {
            specs.add(spec.with(ROUNDS, rounds));
        }
        return specs;
    }

    private static Map<String, Double> with(Map<String, Double> parameters, String name, double value) {
        Map<String, Double> changed = new TreeMap<>(parameters);
        changed.put(name, value);
        return changed;
    }
}
