package io.mlops.task.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The made sample, and small trainings on it, for tests of what is done with a model. */
public final class SampleData {
    private SampleData() {}

    public static Table table() throws ModelException {
        return HousingCsv.read(Path.of("sample-data", "housing.csv")).table();
    }

    public static Split split() throws ModelException {
        return Split.of(table(), 42, 0.2);
    }

    public static Candidate linear() throws ModelException {
        return Candidate.of(ModelSpec.usual(Kind.LINEAR));
    }

    public static Candidate boosting(int rounds) throws ModelException {
        return Candidate.of(ModelSpec.of(
                Kind.GRADIENT_BOOSTING, FeatureSet.PLACES, Map.of("rounds", (double) rounds, "max_depth", 3.0)));
    }

    public static Candidate usual(Kind kind) throws ModelException {
        return Candidate.of(ModelSpec.usual(kind));
    }

    public static Contender train(Candidate candidate) throws ModelException {
        return Training.run(split(), Plans.of(List.of(candidate), 1), TrainingWatch.NONE)
                .winner();
    }

    public static NewVersion newVersion(Candidate candidate) throws ModelException {
        Split split = split();
        Origin provenance = Origin.of(split.identity(), Map.of("pipeline", "housing"), "test", "run-1");
        return new NewVersion(train(candidate), split, provenance);
    }
}
