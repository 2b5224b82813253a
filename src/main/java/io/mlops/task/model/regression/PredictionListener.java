package io.mlops.task.model.regression;

import org.jspecify.annotations.Nullable;

/** Is notified of predictions, on the thread that made them. */
@FunctionalInterface
public interface PredictionListener {
    PredictionListener NONE = (id, key, version, features, prediction) -> {};

    /**
     * @param id under which the actual value may be recorded
     * @param key the caller's own; null if there is none
     * @param features of the row; not changed afterwards
     */
    void onPrediction(String id, @Nullable String key, int version, double[] features, Prediction prediction);
}
