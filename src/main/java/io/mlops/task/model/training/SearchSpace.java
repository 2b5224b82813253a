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
 * The parameters to try for one kind: every combination of the listed values and feature sets or, when there are more
 * than {@code trials}, so many of them drawn by the seed. Numbers of boosting rounds do not count as combinations: all
 * of them are read off one training.
 */
public record SearchSpace(Algorithm kind, List<FeatureSet> features, SortedMap<String, List<Double>> grid, int trials) {
    static final String ROUNDS = "rounds";

    public static SearchSpace of(Algorithm kind, List<FeatureSet> features, Map<String, List<Double>> grid, int trials)
            throws ModelException {
        if (features.isEmpty() || trials < 1 || grid.values().stream().anyMatch(List::isEmpty)) {
            throw new ModelException("Search for " + kind.key() + " over " + features + " and " + grid + " with "
                    + trials + " trials is empty; wanted at least one value of each and one trial");
        }
        SearchSpace space = new SearchSpace(kind, List.copyOf(features), new TreeMap<>(grid), trials);
        space.specs(0);
        return space;
    }

    /** No search: this one. */
    public static SearchSpace single(ModelSpec spec) {
        SortedMap<String, List<Double>> grid = new TreeMap<>();
        spec.parameters().forEach((name, value) -> grid.put(name, List.of(value)));
        return new SearchSpace(spec.kind(), List.of(spec.features()), grid, 1);
    }

    /** What to try, in a fixed order; those that differ in rounds alone are neighbours, fewest rounds first. */
    List<ModelSpec> specs(long seed) throws ModelException {
        List<ModelSpec> combinations = new ArrayList<>();
        for (FeatureSet set : features) {
            combinations.addAll(combine(set));
        }
        List<ModelSpec> specs = new ArrayList<>();
        int[] order = NumpyPermutation.of(seed, combinations.size());
        Arrays.sort(order, 0, Math.min(trials, order.length));
        for (int c = 0; c < Math.min(trials, order.length); c++) {
            specs.addAll(rounds(combinations.get(order[c])));
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
            specs.add(ModelSpec.of(kind, set, parameters));
        }
        return specs;
    }

    private List<ModelSpec> rounds(ModelSpec spec) throws ModelException {
        List<Double> rounds = grid.getOrDefault(ROUNDS, List.of());
        if (rounds.isEmpty()) {
            return List.of(spec);
        }
        List<ModelSpec> specs = new ArrayList<>();
        for (double count : rounds.stream().sorted().distinct().toList()) {
            specs.add(spec.with(ROUNDS, count));
        }
        return specs;
    }

    private static Map<String, Double> with(Map<String, Double> parameters, String name, double value) {
        Map<String, Double> more = new TreeMap<>(parameters);
        more.put(name, value);
        return more;
    }
}
