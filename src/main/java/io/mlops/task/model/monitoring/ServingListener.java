package io.mlops.task.model.monitoring;

import io.mlops.task.model.housing.RowError;
import io.mlops.task.model.regression.Prediction;
import java.util.List;

/** Hears what a served model does; called on the thread of each request, so it should do little. */
public interface ServingListener {
    ServingListener NONE = new ServingListener() {};

    /** A request was answered, all its rows. */
    default void onPredicted() {}

    /**
     * A row was answered.
     *
     * @param nanos that the model took
     */
    default void onAnswered(int version, Prediction prediction, long nanos) {}

    /** @param problems of rows that could not be predicted; none where the request as a whole was refused */
    default void onRejected(List<RowError> problems) {}

    /** A request came before there was a champion. */
    default void onUnavailable() {}
}
