package io.mlops.task.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.mlops.task.mlflow.StateStore;
import io.mlops.task.model.data.ModelJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Stores the state of a sync in a file. */
public record FileSyncStateStore<T>(Path file, Class<T> type) implements StateStore<T> {
    @Override
    public Optional<T> read() throws IOException {
        try {
            return Files.exists(file) ? Optional.of(ModelJson.read(file, type)) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    @Override
    public void write(T state) throws IOException {
        AtomicFile.write(file, ModelJson.bytes(state));
    }
}
