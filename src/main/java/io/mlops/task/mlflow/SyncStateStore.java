package io.mlops.task.mlflow;

import java.io.IOException;
import java.util.Optional;

/** Keeps what was told of each model, whole or not at all. */
public interface SyncStateStore {
    /** Empty where nothing was, or what is there cannot be understood. */
    Optional<SyncState> read(String model) throws IOException;

    void write(String model, SyncState sent) throws IOException;
}
