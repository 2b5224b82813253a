package io.mlops.task.mlflow;

import java.util.Map;
import java.util.Optional;

/**
 * The names of experiments and runs on the server.
 *
 * @param experiment of every run; empty: the pipeline's name
 * @param runName of every run, in which {@code {pipeline}}, {@code {id}} and {@code {input}} are replaced; empty: a default
 */
public record TrackingNames(Optional<String> experiment, Optional<String> runName) {
    /** The label of a run, and the tag of MLflow, that names the run. */
    static final String LABEL = "mlflow.runName";

    public static final TrackingNames DEFAULT = new TrackingNames(Optional.empty(), Optional.empty());

    String experimentOf(String pipeline) {
        return experiment.orElse(pipeline);
    }

    /** Returns empty if neither the setting nor the run's label names it. */
    Optional<String> runName(String pipeline, String id, String input, Map<String, String> labels) {
        return Optional.ofNullable(labels.get(LABEL))
                .filter(name -> !name.isBlank())
                .or(() -> runName.map(template -> template.replace("{pipeline}", pipeline)
                        .replace("{id}", id)
                        .replace("{input}", input)));
    }
}
