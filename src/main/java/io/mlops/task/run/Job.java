package io.mlops.task.run;

import java.nio.file.Path;

/**
 * What a run is given.
 *
 * @param inputName what messages call the input: as the caller named it
 * @param configName what messages call the configuration
 * @param threads how many threads may work on it, at least 1
 * @param run the run's id; "" where it has none, as the one-shot
 */
public record Job(Path input, String inputName, Path config, String configName, int threads, String run) {
    public Job(Path input, String inputName, Path config, String configName, int threads) {
        this(input, inputName, config, configName, threads, "");
    }
}
