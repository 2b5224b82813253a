package io.mlops.task.model.registry;

import io.mlops.task.model.regression.TrainedModel;

/** The version that serves, with its model: taken once for a request, so that no answer mixes two. */
public record Champion(ModelVersion version, TrainedModel model) {}
