package io.mlops.task.submission;

import io.mlops.task.execution.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The configurations that a submission's own keys override.
 *
 * @param home of the program, which contains the pipelines' own configurations
 * @param paths by pipeline, the configuration to use instead of the pipeline's own
 */
public record DefaultConfigs(Path home, Map<String, Path> paths) {

    public String read(Pipeline pipeline) throws IOException {
        Path own = home.resolve(pipeline.defaults().config());
        return Files.readString(paths.getOrDefault(pipeline.name(), own));
    }
}
