package io.mlops.task.pipeline;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.FeatureSet;
import io.mlops.task.model.regression.Algorithm;
import io.mlops.task.model.regression.ModelSpec;
import io.mlops.task.model.training.SearchSpace;
import io.mlops.task.model.training.TrainingPlan;
import io.mlops.task.run.JobException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The part of a training's configuration that says what is tried of each kind of model. */
final class SearchSpaceConfig {
    private static final String FEATURES = "features";

    /** A search beyond this is a mistake, and would fill the memory before it is drawn from. */
    private static final long MAX_COMBINATIONS = 10_000;

    private SearchSpaceConfig() {}

    static List<SearchSpace> spaces(YamlConfig config, HousingConfig.Plan plan, int trials) throws JobException {
        List<SearchSpace> spaces = new ArrayList<>();
        for (Algorithm kind : algorithms(config, plan)) {
            spaces.add(space(config, kind, plan, trials));
        }
        for (Algorithm kind : Algorithm.values()) {
            if (spaces.stream().noneMatch(space -> space.algorithm() == kind)) {
                // Nobody uses it, and it must not be wrong unnoticed until somebody does.
                space(config, kind, plan, trials);
            }
        }
        return List.copyOf(spaces);
    }

    private static List<Algorithm> algorithms(YamlConfig config, HousingConfig.Plan plan) throws JobException {
        List<String> names = config.strings("algorithms");
        if (names == null) {
            return plan.algorithms();
        }
        List<Algorithm> kinds = new ArrayList<>();
        for (String name : names) {
            try {
                Algorithm kind = Algorithm.parse(name);
                if (kinds.contains(kind)) {
                    throw config.rejected("algorithms", "found \"" + name + "\" twice, wanted it once");
                }
                kinds.add(kind);
            } catch (ModelException e) {
                throw HousingConfig.rejected(config, "algorithms", e);
            }
        }
        return kinds;
    }

    private static SearchSpace space(YamlConfig config, Algorithm kind, HousingConfig.Plan plan, int trials)
            throws JobException {
        try {
            SearchSpace planned = defaultSpace(kind, plan);
            YamlConfig section = config.section(kind.key());
            return section == null ? planned : overridden(planned, section, trials);
        } catch (ModelException e) {
            throw HousingConfig.rejected(config, kind.key(), e);
        }
    }

    private static SearchSpace defaultSpace(Algorithm kind, HousingConfig.Plan plan) throws ModelException {
        boolean searched = plan == HousingConfig.Plan.BEST && kind == Algorithm.GRADIENT_BOOSTING;
        return searched ? TrainingPlan.bestSpace() : SearchSpace.single(ModelSpec.defaults(kind));
    }

    private static SearchSpace overridden(SearchSpace planned, YamlConfig section, int trials)
            throws JobException, ModelException {
        List<FeatureSet> features = planned.features();
        Map<String, List<Double>> grid = new TreeMap<>(planned.grid());
        for (String key : section.keys()) {
            if (key.equals(FEATURES)) {
                features = features(section);
            } else {
                grid.put(key, section.numbers(key));
            }
        }
        requireMaxCombinations(section, features, grid);
        return SearchSpace.of(planned.algorithm(), features, grid, trials);
    }

    private static List<FeatureSet> features(YamlConfig section) throws JobException, ModelException {
        List<FeatureSet> features = new ArrayList<>();
        List<String> names = section.strings(FEATURES);
        for (String name : names == null ? List.<String>of() : names) {
            features.add(FeatureSet.parse(name));
        }
        return features;
    }

    private static void requireMaxCombinations(
            YamlConfig section, List<FeatureSet> features, Map<String, List<Double>> grid) throws JobException {
        double combinations = features.size();
        for (List<Double> values : grid.values()) {
            combinations *= values.size();
        }
        if (combinations > MAX_COMBINATIONS) {
            throw section.rejected(
                    "", "found " + (long) combinations + " combinations, wanted at most " + MAX_COMBINATIONS);
        }
    }
}
