package io.mlops.task.http.upload;

import jakarta.inject.Singleton;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Receives request bodies; on the volume of the runs, so that an upload becomes a run's input by a rename. */
@Singleton
public final class UploadDirectory {
    private final Path path;

    UploadDirectory(@ConfigProperty(name = "mlops.data") Path data) {
        this.path = data.toAbsolutePath().resolve("uploads");
    }

    public Path path() {
        return path;
    }
}
