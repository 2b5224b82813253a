package io.mlops.task.execution;

import java.nio.file.Path;
import java.util.Map;

/**
 * The configuration of a job.
 *
 * @param name in messages
 * @param overrides YAML values by key, which take the place of the file's
 */
public record ConfigFile(Path path, String name, Map<String, String> overrides) {

    public static ConfigFile of(Path path, String name) {
        return new ConfigFile(path, name, Map.of());
    }
}
