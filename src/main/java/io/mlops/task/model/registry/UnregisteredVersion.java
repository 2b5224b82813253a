package io.mlops.task.model.registry;

import io.mlops.task.model.housing.TrainTestSplit;
import io.mlops.task.model.regression.ModelFile;
import io.mlops.task.model.training.TrainedCandidate;
import java.time.Instant;

/** A trained candidate with its split and provenance, ready to be registered. */
public record UnregisteredVersion(TrainedCandidate candidate, TrainTestSplit split, ModelProvenance provenance) {
    /** Returns the model card, as Markdown. */
    public String card() {
        return ModelCard.of(candidate, split, provenance);
    }

    /** Returns the model's file in its library's format. */
    public ModelFile modelFile() {
        return candidate.model().file();
    }

    public ModelVersion version(int number, Instant createdAt, String modelHash) {
        return new ModelVersion(
                number,
                createdAt,
                candidate.model().spec(),
                candidate.train(),
                candidate.heldOut(),
                candidate.model().intervals().empiricalCoverage(),
                modelHash,
                provenance);
    }
}
