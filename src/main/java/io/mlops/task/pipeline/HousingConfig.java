package io.mlops.task.pipeline;

import static io.mlops.task.config.ChoiceKey.choice;
import static io.mlops.task.config.IntegerKey.integer;
import static io.mlops.task.config.NumberKey.number;

import io.mlops.task.config.ChoiceKey;
import io.mlops.task.config.ConfigReader;
import io.mlops.task.config.IntegerKey;
import io.mlops.task.config.Key;
import io.mlops.task.config.NumberKey;
import io.mlops.task.config.StringKey;
import io.mlops.task.config.YamlSchema;
import io.mlops.task.execution.JobException;
import io.mlops.task.model.data.Doubles;
import io.mlops.task.model.regression.Algorithm;
import io.mlops.task.model.training.SearchSpace;
import io.mlops.task.model.training.TrainingPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The configuration of a training.
 *
 * @param testSize fraction of the rows that is held out
 * @param spaces the search space of each algorithm, in the order of the configuration
 * @param effective every key with its value as text
 */
record HousingConfig(
        long seed,
        String version,
        Plan plan,
        double testSize,
        int folds,
        CheckPolicy checks,
        SameDataPolicy sameData,
        List<SearchSpace> spaces,
        Map<String, String> effective) {
    private static final IntegerKey SEED = IntegerKey.seed("of the split, the folds, the search and every algorithm");
    private static final StringKey VERSION = StringKey.version();
    private static final ChoiceKey<Plan> PLAN =
            choice("plan", "what to train unless other keys specify it", Plan.values(), Plan.REFERENCE);
    private static final NumberKey TEST_SIZE =
            number("test_size", "fraction of the rows held out", 0.01, 0.9, TrainingPlan.DEFAULT_TEST_SIZE);
    private static final IntegerKey FOLDS = integer("folds", "of cross-validation, if an algorithm has alternatives")
            .range(2, 20)
            .orElse(TrainingPlan.DEFAULT_FOLDS);
    private static final IntegerKey TRIALS = integer("trials", "combinations that a search tries of each algorithm")
            .range(1, 1000)
            .orElse(8);

    static final YamlSchema<HousingConfig> SCHEMA = new Schema();

    /** What is trained unless other keys specify it. */
    enum Plan {
        /** All algorithms with their default hyperparameters, see {@link Algorithm}. */
        REFERENCE,
        /** Gradient boosting with geographic features, hyperparameters chosen by cross-validation. */
        BEST;

        List<Algorithm> algorithms() {
            return this == BEST ? List.of(Algorithm.GRADIENT_BOOSTING) : List.of(Algorithm.values());
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    TrainingPlan trainingPlan(int threads) {
        return new TrainingPlan(spaces, seed, testSize, folds, threads);
    }

    private static final class Schema extends YamlSchema<HousingConfig> {
        Schema() {
            super(true, declared());
        }

        private static List<Key<?>> declared() {
            List<Key<?>> keys = new ArrayList<>(
                    List.of(SEED, VERSION, PLAN, TEST_SIZE, FOLDS, TRIALS, CheckPolicy.KEY, SameDataPolicy.KEY));
            keys.addAll(SearchSpaceConfig.keys());
            return List.copyOf(keys);
        }

        @Override
        protected HousingConfig read(ConfigReader values) throws JobException {
            Plan plan = values.get(PLAN);
            double testSize = values.get(TEST_SIZE);
            List<SearchSpace> spaces =
                    SearchSpaceConfig.read(values, plan, values.get(TRIALS).intValue());
            Map<String, String> effective = values.effective();
            effective.put(TEST_SIZE.name(), Doubles.toPlainString(testSize));
            SearchSpaceConfig.putEffective(effective, spaces);
            int trials = spaces.stream().mapToInt(SearchSpace::trials).max().orElse(1);
            effective.put(TRIALS.name(), Integer.toString(trials));
            return new HousingConfig(
                    values.get(SEED),
                    values.get(VERSION),
                    plan,
                    testSize,
                    values.get(FOLDS).intValue(),
                    values.get(CheckPolicy.KEY),
                    values.get(SameDataPolicy.KEY),
                    spaces,
                    effective);
        }

        @Override
        protected Map<String, String> effective(ConfigReader values, HousingConfig config) {
            return config.effective();
        }
    }
}
