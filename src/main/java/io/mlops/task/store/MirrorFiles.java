package io.mlops.task.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.mlops.task.mlflow.Sent;
import io.mlops.task.mlflow.SentStore;
import io.mlops.task.model.ModelJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** One file for each model in a folder. */
public record MirrorFiles(Path folder) implements SentStore {
    @Override
    public Optional<Sent> read(String model) throws IOException {
        Path file = file(model);
        try {
            return Files.exists(file) ? Optional.of(ModelJson.read(file, Sent.class)) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    @Override
    public void write(String model, Sent sent) throws IOException {
        WholeFile.write(file(model), ModelJson.bytes(sent));
    }

    private Path file(String model) {
        return folder.resolve(model + ".json");
    }
}
