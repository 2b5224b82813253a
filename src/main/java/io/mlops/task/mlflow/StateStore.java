package io.mlops.task.mlflow;

import java.io.IOException;
import java.util.Optional;

/** Stores what was sent. */
public interface StateStore<T> {
    /** Returns empty if there is no state, or if it cannot be parsed. */
    Optional<T> read() throws IOException;

    /** Writes atomically. */
    void write(T state) throws IOException;
}
