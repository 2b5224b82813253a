package io.mlops.task.pipeline;

import io.mlops.task.model.data.Doubles;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.regression.Algorithm;
import io.mlops.task.model.training.SearchSpace;
import io.mlops.task.model.training.TrainingPlan;
import io.mlops.task.run.ConfigKey;
import io.mlops.task.run.JobException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The configuration of a training.
 *
 * @param seed 0 to 2^32 - 1, the range of numpy's seeds
 * @param testSize of the rows that is held out
 * @param folds of cross-validation, where something is to be chosen
 * @param spaces what is tried of each kind, in the order in which they were named
 */
record HousingConfig(long seed, String version, Plan plan, double testSize, int folds, List<SearchSpace> spaces) {
    static final List<String> TEXT_KEYS = List.of("version", "plan", "algorithms");

    private static final double MIN_TEST_SIZE = 0.01;
    private static final double MAX_TEST_SIZE = 0.9;
    private static final int MAX_FOLDS = 20;
    private static final int DEFAULT_TRIALS = 8;
    private static final int MAX_TRIALS = 1000;

    /** What is trained where the configuration does not say more. */
    enum Plan {
        /** The four kinds with the reference's parameters. */
        REFERENCE,
        /** Gradient boosting with places among its columns, parameters chosen by cross-validation. */
        BEST;

        List<Algorithm> algorithms() {
            return this == BEST ? List.of(Algorithm.GRADIENT_BOOSTING) : List.of(Algorithm.values());
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static HousingConfig of(YamlConfig config) throws JobException {
        List<String> known =
                new ArrayList<>(List.of("seed", "version", "plan", "algorithms", "test_size", "folds", "trials"));
        for (Algorithm kind : Algorithm.values()) {
            known.add(kind.key());
        }
        config.rejectUnknown(known);
        Plan plan = config.enumValue("plan", Plan.values(), Plan.REFERENCE);
        int trials = (int) config.integer("trials", 1, MAX_TRIALS, DEFAULT_TRIALS);
        return new HousingConfig(
                config.seed(),
                config.string("version"),
                plan,
                config.number("test_size", MIN_TEST_SIZE, MAX_TEST_SIZE, TrainingPlan.DEFAULT_TEST_SIZE),
                (int) config.integer("folds", 2, MAX_FOLDS, TrainingPlan.DEFAULT_FOLDS),
                SearchSpaceConfig.spaces(config, plan, trials));
    }

    /** The keys and what they may be, for who fills in a form. */
    static List<ConfigKey> schema() {
        return List.of(
                ConfigKey.integer("seed", 0, YamlConfig.MAX_SEED, null, "of the split, the folds and every learner"),
                ConfigKey.text("version", null, "a name for this configuration"),
                ConfigKey.choice(
                        "plan",
                        List.of(Plan.REFERENCE.label(), Plan.BEST.label()),
                        Plan.REFERENCE.label(),
                        "what is trained where nothing more is said"),
                ConfigKey.text("algorithms", "those of the plan", "which kinds of model, with commas between them"),
                ConfigKey.text(
                        "test_size",
                        Doubles.toPlainString(TrainingPlan.DEFAULT_TEST_SIZE),
                        "of the rows held out, " + MIN_TEST_SIZE + " to " + MAX_TEST_SIZE),
                ConfigKey.integer(
                        "folds",
                        2,
                        MAX_FOLDS,
                        Integer.toString(TrainingPlan.DEFAULT_FOLDS),
                        "of cross-validation, where something is to be chosen"),
                ConfigKey.integer(
                        "trials",
                        1,
                        MAX_TRIALS,
                        Integer.toString(DEFAULT_TRIALS),
                        "combinations that a search tries of each kind"));
    }

    TrainingPlan trainingPlan(int threads) {
        return new TrainingPlan(spaces, seed, testSize, folds, threads);
    }

    /** Every key with its value as text. */
    Map<String, String> effective() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("seed", Long.toString(seed));
        settings.put("version", version);
        settings.put("plan", plan.label());
        settings.put(
                "algorithms",
                spaces.stream().map(space -> space.algorithm().key()).collect(Collectors.joining(", ")));
        settings.put("test_size", Doubles.toPlainString(testSize));
        settings.put("folds", Integer.toString(folds));
        for (SearchSpace space : spaces) {
            String kind = space.algorithm().key();
            settings.put(
                    kind + ".features",
                    space.features().stream().map(set -> set.key()).collect(Collectors.joining(", ")));
            space.grid()
                    .forEach((name, values) -> settings.put(
                            kind + "." + name,
                            values.stream().map(Doubles::toPlainString).collect(Collectors.joining(", "))));
        }
        settings.put(
                "trials",
                spaces.stream()
                        .map(space -> space.trials())
                        .reduce(1, Math::max)
                        .toString());
        return settings;
    }

    /** Wraps what the model room says of a value. */
    static JobException rejected(YamlConfig config, String key, ModelException e) {
        return config.rejected(key, String.valueOf(e.getMessage()));
    }
}
