package io.mlops.task.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.mlops.task.mlflow.SyncState;
import io.mlops.task.model.data.ModelJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Stores the sync state in one file per model. */
public record FileSyncStateStore(Path directory) implements SyncState.Store {
    @Override
    public Optional<SyncState> read(String model) throws IOException {
        Path file = file(model);
        try {
            return Files.exists(file) ? Optional.of(ModelJson.read(file, SyncState.class)) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    @Override
    public void write(String model, SyncState state) throws IOException {
        AtomicFile.write(file(model), ModelJson.bytes(state));
    }

    private Path file(String model) {
        return directory.resolve(model + ".json");
    }
}
