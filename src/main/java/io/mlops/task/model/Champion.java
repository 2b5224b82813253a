package io.mlops.task.model;

/** The version that serves, with its model: taken once for a request, so that no answer mixes two. */
public record Champion(ModelVersion version, TrainedModel model) {}
