package io.mlops.task.model;

import java.time.Instant;

/** A trained contender with all that is kept of it: what it learnt from, what it is compared on, where it comes from. */
public record UnregisteredVersion(TrainedCandidate contender, TrainTestSplit split, ModelProvenance provenance) {
    /** The model card, as Markdown. */
    public String card() {
        return ModelCard.of(contender, split, provenance);
    }

    /** The record under which it is registered. */
    public ModelVersion version(int number, Instant createdAt, String modelHash) {
        return new ModelVersion(
                number,
                createdAt,
                contender.name(),
                contender.model().spec(),
                contender.train(),
                contender.heldOut(),
                contender.model().intervals().measured(),
                modelHash,
                provenance);
    }
}
