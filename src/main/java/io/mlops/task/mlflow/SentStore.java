package io.mlops.task.mlflow;

import java.io.IOException;
import java.util.Optional;

/** Keeps what was told of each model, whole or not at all. */
public interface SentStore {
    /** Empty where nothing was, or what is there cannot be understood. */
    Optional<Sent> read(String model) throws IOException;

    void write(String model, Sent sent) throws IOException;
}
