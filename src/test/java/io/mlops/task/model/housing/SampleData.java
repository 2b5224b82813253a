package io.mlops.task.model.housing;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.registry.ModelProvenance;
import io.mlops.task.model.registry.UnregisteredVersion;
import io.mlops.task.model.regression.Algorithm;
import io.mlops.task.model.regression.ModelSpec;
import io.mlops.task.model.regression.TrainingListener;
import io.mlops.task.model.training.Candidate;
import io.mlops.task.model.training.Plans;
import io.mlops.task.model.training.TrainedCandidate;
import io.mlops.task.model.training.Training;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The made sample, and small trainings on it, for tests of what is done with a model. */
public final class SampleData {
    private SampleData() {}

    public static Dataset table() throws ModelException {
        return HousingCsvReader.read(Path.of("sample-data", "housing.csv")).table();
    }

    public static TrainTestSplit split() throws ModelException {
        return TrainTestSplit.of(table(), 42, 0.2);
    }

    public static Candidate linear() throws ModelException {
        return Candidate.of(ModelSpec.defaults(Algorithm.LINEAR));
    }

    public static Candidate boosting(int rounds) throws ModelException {
        return Candidate.of(ModelSpec.of(
                Algorithm.GRADIENT_BOOSTING, FeatureSet.GEO, Map.of("rounds", (double) rounds, "max_depth", 3.0)));
    }

    public static Candidate usual(Algorithm kind) throws ModelException {
        return Candidate.of(ModelSpec.defaults(kind));
    }

    public static TrainedCandidate train(Candidate candidate) throws ModelException {
        return Training.run(split(), Plans.of(List.of(candidate), 1), TrainingListener.NONE)
                .winner();
    }

    public static UnregisteredVersion newVersion(Candidate candidate) throws ModelException {
        TrainTestSplit split = split();
        ModelProvenance provenance =
                ModelProvenance.of(split.identity(), Map.of("pipeline", "housing"), "test", "run-1");
        return new UnregisteredVersion(train(candidate), split, provenance);
    }
}
