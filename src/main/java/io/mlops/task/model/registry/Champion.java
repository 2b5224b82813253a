package io.mlops.task.model.registry;

import io.mlops.task.model.regression.TrainedModel;

/** A version with its model. Read once per request, so that no response mixes two versions. */
public record Champion(ModelVersion version, TrainedModel model) {}
