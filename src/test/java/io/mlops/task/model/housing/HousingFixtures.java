package io.mlops.task.model.housing;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.registry.ModelProvenance;
import io.mlops.task.model.registry.UnregisteredVersion;
import io.mlops.task.model.regression.Algorithm;
import io.mlops.task.model.regression.ModelSpec;
import io.mlops.task.model.regression.TrainingListener;
import io.mlops.task.model.training.SearchSpace;
import io.mlops.task.model.training.TrainedCandidate;
import io.mlops.task.model.training.Training;
import io.mlops.task.model.training.TrainingPlan;
import io.mlops.task.model.training.TrainingResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The synthetic sample with small trainings on it, and the two public files, which are not part of the project: tests that
 * need these are skipped if they are missing.
 */
public final class HousingFixtures {
    private static final String DATA_DIRECTORY = "MLOPS_HOUSING_DATA";
    private static final long SEED = 42;

    private HousingFixtures() {}

    public static Dataset sample() throws ModelException {
        return HousingCsvReader.read(Path.of("sample-data", "housing.csv")).dataset();
    }

    public static TrainTestSplit split() throws ModelException {
        return TrainTestSplit.of(sample(), SEED, 0.2);
    }

    public static SearchSpace linear() throws ModelException {
        return defaults(Algorithm.LINEAR);
    }

    public static SearchSpace boosting(int rounds) throws ModelException {
        return SearchSpace.single(ModelSpec.of(
                Algorithm.GRADIENT_BOOSTING, FeatureSet.GEO, Map.of("rounds", (double) rounds, "max_depth", 3.0)));
    }

    public static SearchSpace defaults(Algorithm algorithm) throws ModelException {
        return SearchSpace.single(ModelSpec.defaults(algorithm));
    }

    public static TrainedCandidate train(SearchSpace space) throws ModelException {
        return Training.run(split(), plan(List.of(space), 1), TrainingListener.NONE)
                .winner();
    }

    public static UnregisteredVersion newVersion(SearchSpace space) throws ModelException {
        TrainTestSplit split = split();
        ModelProvenance provenance =
                ModelProvenance.of(split.identity(), Map.of("pipeline", "housing"), "test", "run-1");
        return new UnregisteredVersion(train(space), split, provenance);
    }

    /** A plan with the default test size and folds. */
    public static TrainingPlan plan(List<SearchSpace> candidates, int threads) {
        return new TrainingPlan(candidates, SEED, TrainingPlan.DEFAULT_TEST_SIZE, TrainingPlan.DEFAULT_FOLDS, threads);
    }

    /** The four models of the reference, with its parameters. */
    public static TrainingPlan referencePlan(int threads) throws ModelException {
        return plan(
                List.of(
                        defaults(Algorithm.LINEAR),
                        defaults(Algorithm.RANDOM_FOREST),
                        defaults(Algorithm.GRADIENT_BOOSTING),
                        defaults(Algorithm.SUPPORT_VECTORS)),
                threads);
    }

    public static TrainingPlan bestPlan(int threads) throws ModelException {
        return plan(List.of(TrainingPlan.bestSpace()), threads);
    }

    /** Splits the dataset by the plan, then trains and compares. */
    public static TrainingResult train(Dataset dataset, TrainingPlan plan, TrainingListener listener)
            throws ModelException {
        return Training.run(TrainTestSplit.of(dataset, plan.seed(), plan.testSize()), plan, listener);
    }

    public static Path publicEightFeatures() {
        return publicFile("california_housing.csv");
    }

    public static Path publicBlockTotals() {
        return publicFile("housing_with_ocean_proximity.csv");
    }

    private static Path publicFile(String name) {
        String directory = Optional.ofNullable(System.getProperty(DATA_DIRECTORY))
                .or(() -> Optional.ofNullable(System.getenv(DATA_DIRECTORY)))
                .orElse("../shared/housing");
        Path file = Path.of(directory, name);
        assumeThat(Files.isReadable(file))
                .as("the public file %s exists; -D%s=<directory> sets its location", file, DATA_DIRECTORY)
                .isTrue();
        return file;
    }
}
