package io.mlops.task.model.monitoring;

import io.mlops.task.model.regression.Prediction;

/** Receives events of a served model, on the thread of each request. */
public interface ServingListener {
    ServingListener NONE = new ServingListener() {};

    /** All rows of a request were predicted. */
    default void onPredicted() {}

    /** @param nanos duration of the prediction */
    default void onRowPredicted(int version, Prediction prediction, long nanos) {}

    /** @param invalidValues 0 if the request as a whole was rejected */
    default void onRejected(long invalidValues) {}

    /** There was no champion for a request. */
    default void onUnavailable() {}
}
