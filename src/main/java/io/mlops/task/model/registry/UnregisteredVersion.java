package io.mlops.task.model.registry;

import io.mlops.task.model.housing.TrainTestSplit;
import io.mlops.task.model.regression.ModelFile;
import io.mlops.task.model.training.TrainedCandidate;
import java.time.Instant;

/** A trained candidate with all that is kept of it: what it learnt from, what it is compared on, where it comes from. */
public record UnregisteredVersion(TrainedCandidate candidate, TrainTestSplit split, ModelProvenance provenance) {
    /** The model card, as Markdown. */
    public String card() {
        return ModelCard.of(candidate, split, provenance);
    }

    /** The model's file in the format of its library. */
    public ModelFile modelFile() {
        return candidate.model().file();
    }

    /** The record under which it is registered. */
    public ModelVersion version(int number, Instant createdAt, String modelHash) {
        return new ModelVersion(
                number,
                createdAt,
                candidate.name(),
                candidate.model().spec(),
                candidate.train(),
                candidate.heldOut(),
                candidate.model().intervals().measured(),
                modelHash,
                provenance);
    }
}
