package io.mlops.task.pipeline;

import io.mlops.task.config.ConfigReader;
import io.mlops.task.config.Key;
import io.mlops.task.config.NumbersKey;
import io.mlops.task.config.Section;
import io.mlops.task.config.StringsKey;
import io.mlops.task.execution.JobException;
import io.mlops.task.model.data.Doubles;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.FeatureSet;
import io.mlops.task.model.regression.Algorithm;
import io.mlops.task.model.regression.Hyperparameter;
import io.mlops.task.model.regression.ModelSpec;
import io.mlops.task.model.training.SearchSpace;
import io.mlops.task.model.training.TrainingPlan;
import io.mlops.task.text.Messages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The search space of an algorithm: a section with its name and a key for each hyperparameter. */
record SearchSpaceConfig(Algorithm algorithm, List<NumbersKey> hyperparameters, Section section) {
    private static final StringsKey ALGORITHMS = StringsKey.strings(
            "algorithms",
            "the algorithms to train",
            Arrays.stream(Algorithm.values()).map(Algorithm::label).toList(),
            "from the plan");
    private static final StringsKey FEATURES = StringsKey.strings(
            "features",
            "the columns of the file, and with geographic features",
            Arrays.stream(FeatureSet.values()).map(FeatureSet::label).toList(),
            FeatureSet.RAW.label());
    private static final List<SearchSpaceConfig> ALL =
            Arrays.stream(Algorithm.values()).map(SearchSpaceConfig::of).toList();

    /** More are probably a mistake, and would not fit into memory. */
    private static final long MAX_COMBINATIONS = 10_000;

    private static SearchSpaceConfig of(Algorithm algorithm) {
        List<NumbersKey> hyperparameters =
                algorithm.parameters().stream().map(SearchSpaceConfig::key).toList();
        List<Key<?>> keys = new ArrayList<>(hyperparameters);
        keys.add(FEATURES);
        Section section = Section.section(
                algorithm.label(),
                "values to try; several are searched by cross-validation",
                List.copyOf(keys),
                "from the plan");
        return new SearchSpaceConfig(algorithm, hyperparameters, section);
    }

    private static NumbersKey key(Hyperparameter parameter) {
        return NumbersKey.numbers(
                parameter.name(),
                "a value or a list",
                parameter.isInteger(),
                parameter.min(),
                parameter.max(),
                parameter.defaultValue());
    }

    /** Returns the keys that a training's configuration has for its algorithms. */
    static List<Key<?>> keys() {
        List<Key<?>> keys = new ArrayList<>();
        keys.add(ALGORITHMS);
        ALL.forEach(config -> keys.add(config.section));
        return keys;
    }

    static List<SearchSpace> read(ConfigReader values, HousingConfig.Plan plan, int trials) throws JobException {
        List<Algorithm> algorithms = algorithms(values, plan);
        Map<Algorithm, SearchSpace> spaces = new TreeMap<>();
        for (SearchSpaceConfig config : ALL) {
            // sections of algorithms that are not trained are validated too
            spaces.put(config.algorithm, config.space(values, plan, trials));
        }
        return algorithms.stream().map(spaces::get).toList();
    }

    private static List<Algorithm> algorithms(ConfigReader values, HousingConfig.Plan plan) throws JobException {
        List<String> names = values.find(ALGORITHMS);
        if (names == null) {
            return plan.algorithms();
        }
        List<Algorithm> algorithms = new ArrayList<>();
        for (String name : names) {
            try {
                algorithms.add(Algorithm.parse(name));
            } catch (ModelException e) {
                throw values.invalid(ALGORITHMS.name(), String.valueOf(e.getMessage()));
            }
        }
        if (algorithms.stream().distinct().count() < algorithms.size()) {
            throw values.invalid(
                    ALGORITHMS.name(), Messages.mustBe("a list without duplicates", String.join(", ", names)));
        }
        return algorithms;
    }

    private SearchSpace space(ConfigReader values, HousingConfig.Plan plan, int trials) throws JobException {
        try {
            SearchSpace planned = planned(plan);
            ConfigReader given = values.section(section);
            if (given == null) {
                return planned;
            }
            List<FeatureSet> features = features(given, planned.features());
            Map<String, List<Double>> grid = new TreeMap<>(planned.grid());
            for (NumbersKey key : hyperparameters) {
                List<Double> numbers = given.find(key);
                if (numbers != null) {
                    grid.put(key.name(), numbers);
                }
            }
            requireMaxCombinations(values, features, grid);
            return SearchSpace.of(algorithm, features, grid, trials);
        } catch (ModelException e) {
            throw values.invalid(section.name(), String.valueOf(e.getMessage()));
        }
    }

    private SearchSpace planned(HousingConfig.Plan plan) throws ModelException {
        boolean searched = plan == HousingConfig.Plan.BEST && algorithm == Algorithm.GRADIENT_BOOSTING;
        return searched ? TrainingPlan.bestSpace() : SearchSpace.single(ModelSpec.defaults(algorithm));
    }

    private static List<FeatureSet> features(ConfigReader given, List<FeatureSet> planned) throws JobException {
        List<String> names = given.find(FEATURES);
        if (names == null) {
            return planned;
        }
        List<FeatureSet> features = new ArrayList<>();
        for (String name : names) {
            try {
                features.add(FeatureSet.parse(name));
            } catch (ModelException e) {
                throw given.invalid(FEATURES.name(), String.valueOf(e.getMessage()));
            }
        }
        return features;
    }

    private void requireMaxCombinations(ConfigReader values, List<FeatureSet> features, Map<String, List<Double>> grid)
            throws JobException {
        double combinations = features.size();
        for (List<Double> numbers : grid.values()) {
            combinations *= numbers.size();
        }
        if (combinations > MAX_COMBINATIONS) {
            throw values.invalid(section.name(), Messages.mustBe("at most " + MAX_COMBINATIONS + " combinations", (long)
                    combinations));
        }
    }

    /** Puts the algorithms that are trained and their search spaces. */
    static void putEffective(Map<String, String> effective, List<SearchSpace> spaces) {
        effective.put(
                ALGORITHMS.name(),
                spaces.stream().map(space -> space.algorithm().label()).collect(Collectors.joining(", ")));
        for (SearchSpace space : spaces) {
            String prefix = space.algorithm().label() + ".";
            effective.put(
                    prefix + FEATURES.name(),
                    space.features().stream().map(FeatureSet::label).collect(Collectors.joining(", ")));
            space.grid()
                    .forEach((name, numbers) -> effective.put(
                            prefix + name,
                            numbers.stream().map(Doubles::toPlainString).collect(Collectors.joining(", "))));
        }
    }
}
