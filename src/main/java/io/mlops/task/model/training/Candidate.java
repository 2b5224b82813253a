package io.mlops.task.model.training;

import io.mlops.task.model.regression.ModelSpec;

/** One entry in a comparison of models: a name, and the specifications among which cross-validation chooses. */
public record Candidate(String name, SearchSpace space) {
    public static Candidate of(ModelSpec spec) {
        return new Candidate(spec.kind().key(), SearchSpace.single(spec));
    }
}
