package io.mlops.task.pipeline;

import io.mlops.task.model.FeatureSet;
import io.mlops.task.model.Kind;
import io.mlops.task.model.ModelException;
import io.mlops.task.model.ModelSpec;
import io.mlops.task.model.SearchSpace;
import io.mlops.task.model.TrainingPlan;
import io.mlops.task.run.JobException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The part of a training's configuration that says what is tried of each kind of model. */
final class KindSettings {
    private static final String FEATURES = "features";

    /** A search beyond this is a mistake, and would fill the memory before it is drawn from. */
    private static final long MOST_COMBINATIONS = 10_000;

    private KindSettings() {}

    static List<SearchSpace> spaces(Config config, HousingConfig.Plan plan, int trials) throws JobException {
        List<SearchSpace> spaces = new ArrayList<>();
        for (Kind kind : kinds(config, plan)) {
            spaces.add(space(config, kind, plan, trials));
        }
        for (Kind kind : Kind.values()) {
            if (spaces.stream().noneMatch(space -> space.kind() == kind)) {
                // Nobody uses it, and it must not be wrong unnoticed until somebody does.
                space(config, kind, plan, trials);
            }
        }
        return List.copyOf(spaces);
    }

    private static List<Kind> kinds(Config config, HousingConfig.Plan plan) throws JobException {
        List<String> names = config.texts("kinds");
        if (names == null) {
            return plan.kinds();
        }
        List<Kind> kinds = new ArrayList<>();
        for (String name : names) {
            try {
                Kind kind = Kind.keyed(name);
                if (kinds.contains(kind)) {
                    throw config.refused("kinds", "found \"" + name + "\" twice, wanted it once");
                }
                kinds.add(kind);
            } catch (ModelException e) {
                throw HousingConfig.refused(config, "kinds", e);
            }
        }
        return kinds;
    }

    private static SearchSpace space(Config config, Kind kind, HousingConfig.Plan plan, int trials)
            throws JobException {
        try {
            SearchSpace planned = planned(kind, plan);
            Config section = config.section(kind.key());
            return section == null ? planned : changed(planned, section, trials);
        } catch (ModelException e) {
            throw HousingConfig.refused(config, kind.key(), e);
        }
    }

    private static SearchSpace planned(Kind kind, HousingConfig.Plan plan) throws ModelException {
        boolean searched = plan == HousingConfig.Plan.BEST && kind == Kind.GRADIENT_BOOSTING;
        return searched ? TrainingPlan.bestSpace() : SearchSpace.only(ModelSpec.usual(kind));
    }

    private static SearchSpace changed(SearchSpace planned, Config section, int trials)
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
        requireFew(section, features, grid);
        return SearchSpace.of(planned.kind(), features, grid, trials);
    }

    private static List<FeatureSet> features(Config section) throws JobException, ModelException {
        List<FeatureSet> features = new ArrayList<>();
        List<String> names = section.texts(FEATURES);
        for (String name : names == null ? List.<String>of() : names) {
            features.add(FeatureSet.keyed(name));
        }
        return features;
    }

    private static void requireFew(Config section, List<FeatureSet> features, Map<String, List<Double>> grid)
            throws JobException {
        double combinations = features.size();
        for (List<Double> values : grid.values()) {
            combinations *= values.size();
        }
        if (combinations > MOST_COMBINATIONS) {
            throw section.refused(
                    "", "found " + (long) combinations + " combinations, wanted at most " + MOST_COMBINATIONS);
        }
    }
}
