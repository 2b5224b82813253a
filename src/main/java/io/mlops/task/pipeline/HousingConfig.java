package io.mlops.task.pipeline;

import io.mlops.task.model.Candidate;
import io.mlops.task.model.Decimal;
import io.mlops.task.model.Kind;
import io.mlops.task.model.ModelException;
import io.mlops.task.model.SearchSpace;
import io.mlops.task.model.TrainingPlan;
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
 * @param share of the rows that is held out
 * @param folds of cross-validation, where something is to be chosen
 * @param spaces what is tried of each kind, in the order in which they were named
 */
record HousingConfig(long seed, String version, Plan plan, double share, int folds, List<SearchSpace> spaces) {
    static final List<String> TEXT_KEYS = List.of("version", "plan", "kinds");

    private static final double LEAST_SHARE = 0.01;
    private static final double MOST_SHARE = 0.9;
    private static final int MOST_FOLDS = 20;
    private static final int DEFAULT_TRIALS = 8;
    private static final int MOST_TRIALS = 1000;

    /** What is trained where the configuration does not say more. */
    enum Plan {
        /** The four kinds with the reference's parameters. */
        REFERENCE,
        /** Gradient boosting with places among its columns, parameters chosen by cross-validation. */
        BEST;

        List<Kind> kinds() {
            return this == BEST ? List.of(Kind.GRADIENT_BOOSTING) : List.of(Kind.values());
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static HousingConfig of(Config config) throws JobException {
        List<String> known = new ArrayList<>(List.of("seed", "version", "plan", "kinds", "share", "folds", "trials"));
        for (Kind kind : Kind.values()) {
            known.add(kind.key());
        }
        config.refuseUnknown(known);
        Plan plan = config.choice("plan", Plan.values(), Plan.REFERENCE);
        int trials = (int) config.integer("trials", 1, MOST_TRIALS, DEFAULT_TRIALS);
        return new HousingConfig(
                config.seed(),
                config.text("version"),
                plan,
                config.number("share", LEAST_SHARE, MOST_SHARE, TrainingPlan.USUAL_SHARE),
                (int) config.integer("folds", 2, MOST_FOLDS, TrainingPlan.USUAL_FOLDS),
                KindSettings.spaces(config, plan, trials));
    }

    /** The keys and what they may be, for who fills in a form. */
    static List<ConfigKey> describe() {
        return List.of(
                ConfigKey.integer("seed", 0, Config.LARGEST_SEED, null, "of the split, the folds and every learner"),
                ConfigKey.text("version", null, "a name for this configuration"),
                ConfigKey.choice(
                        "plan",
                        List.of(Plan.REFERENCE.word(), Plan.BEST.word()),
                        Plan.REFERENCE.word(),
                        "what is trained where nothing more is said"),
                ConfigKey.text("kinds", "those of the plan", "which kinds of model, with commas between them"),
                ConfigKey.text(
                        "share",
                        Decimal.text(TrainingPlan.USUAL_SHARE),
                        "of the rows held out, " + LEAST_SHARE + " to " + MOST_SHARE),
                ConfigKey.integer(
                        "folds",
                        2,
                        MOST_FOLDS,
                        Integer.toString(TrainingPlan.USUAL_FOLDS),
                        "of cross-validation, where something is to be chosen"),
                ConfigKey.integer(
                        "trials",
                        1,
                        MOST_TRIALS,
                        Integer.toString(DEFAULT_TRIALS),
                        "combinations that a search tries of each kind"));
    }

    TrainingPlan trainingPlan(int threads) {
        List<Candidate> candidates = new ArrayList<>();
        for (SearchSpace space : spaces) {
            candidates.add(new Candidate(space.kind().key(), space));
        }
        return new TrainingPlan(candidates, seed, share, folds, threads);
    }

    /** Every key with its value as text. */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("seed", Long.toString(seed));
        settings.put("version", version);
        settings.put("plan", plan.word());
        settings.put("kinds", spaces.stream().map(space -> space.kind().key()).collect(Collectors.joining(", ")));
        settings.put("share", Decimal.text(share));
        settings.put("folds", Integer.toString(folds));
        for (SearchSpace space : spaces) {
            String kind = space.kind().key();
            settings.put(
                    kind + ".features",
                    space.features().stream().map(set -> set.key()).collect(Collectors.joining(", ")));
            space.grid()
                    .forEach((name, values) -> settings.put(
                            kind + "." + name,
                            values.stream().map(Decimal::text).collect(Collectors.joining(", "))));
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
    static JobException refused(Config config, String key, ModelException e) {
        return config.refused(key, String.valueOf(e.getMessage()));
    }
}
