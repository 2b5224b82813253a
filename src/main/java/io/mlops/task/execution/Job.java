package io.mlops.task.execution;

import java.nio.file.Path;

/**
 * The input and configuration of a run.
 *
 * @param inputName its name in messages, as the caller named it
 * @param configName its name in messages
 * @param threads how many threads may work on it, at least 1
 * @param run the run's id; "" for a batch command
 */
public record Job(Path input, String inputName, Path config, String configName, int threads, String run) {
    public Job(Path input, String inputName, Path config, String configName, int threads) {
        this(input, inputName, config, configName, threads, "");
    }
}
