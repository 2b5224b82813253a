package io.mlops.task.http.runs;

import io.mlops.task.run.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What the API offers and where it ends.
 *
 * @param home of the program, below which pipelines' own configurations are
 * @param defaultConfigs by pipeline, what a submission's configuration is laid over instead of the pipeline's own
 * @param inputRoots under which server-side inputs may lie
 * @param callbackHosts which may be told of ended runs
 * @param streams of live logs at the same time
 * @param uploads bodies that are received at the same time
 * @param uploadPatience how long a body may trickle before its connection is ended
 * @param diskFloorBytes with less free space no run is accepted
 * @param csvBytes of a CSV to predict; a longer one becomes a run
 */
public record ApiConfig(
        Path data,
        Path home,
        Map<String, Path> defaultConfigs,
        List<Path> inputRoots,
        List<String> callbackHosts,
        int streams,
        int uploads,
        Duration uploadPatience,
        long diskFloorBytes,
        int csvBytes) {

    /** What a submission's configuration is laid over. */
    String defaultConfig(Pipeline pipeline) throws IOException {
        Path own = home.resolve(pipeline.defaultConfig());
        return Files.readString(defaultConfigs.getOrDefault(pipeline.name(), own));
    }

    /** Where bodies are received, on the disk of the runs. */
    public Path uploadFolder() {
        return data.resolve("uploads");
    }
}
