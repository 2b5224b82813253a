package io.mlops.task.mlflow;

import io.mlops.task.model.data.ModelException;
import java.io.IOException;

/**
 * A one-way sync to a tracking server: compares what is stored with what was sent, and sends the rest in order. After a
 * crash between two steps the step is repeated and finds what it did before. Not thread-safe.
 */
public interface TrackingSync {
    /** Returns the number of things that were not sent yet. */
    int pending() throws ModelException, IOException;

    /**
     * Sends everything that is pending.
     *
     * @throws TrackingException the first error; everything else was sent nonetheless, unless the server is unavailable
     */
    void reconcile() throws ModelException, IOException, TrackingException, InterruptedException;
}
