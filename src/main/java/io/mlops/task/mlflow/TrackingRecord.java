package io.mlops.task.mlflow;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that is logged as one MLflow run.
 *
 * @param identity identifies the run: the same whenever it is logged, and different for every other one
 * @param status {@code FINISHED}, {@code FAILED} or {@code KILLED}
 * @param artifacts by path relative to the run's artifact root
 * @param datasets the data that the run read
 * @param model the model that the run made
 */
record TrackingRecord(
        String identity,
        String name,
        String status,
        Instant startedAt,
        Instant endedAt,
        Map<String, String> tags,
        Map<String, String> parameters,
        List<Metric> metrics,
        Map<String, Content> artifacts,
        List<Dataset> datasets,
        Optional<Model> model) {
    record Metric(String key, double value, long step) {}

    /**
     * Data that the run read.
     *
     * @param location path of the artifact that has the rows, or of a file on the service's machine
     * @param context what it was read for: {@code training} or {@code testing}
     */
    record Dataset(String name, String sha256, boolean isArtifact, String location, String context) {}

    /** @param files of the model's directory, in MLflow's format */
    record Model(String name, Map<String, Content> files) {}

    TrackingRecord childOf(MlflowRun parent) {
        Map<String, String> childTags = new LinkedHashMap<>(tags);
        childTags.put("mlflow.parentRunId", parent.id());
        return new TrackingRecord(
                identity, name, status, startedAt, endedAt, childTags, parameters, metrics, artifacts, datasets, model);
    }

    /** Adds what is known of the run that this is the result of. */
    TrackingRecord with(RunDetails details) {
        Map<String, String> allTags = new LinkedHashMap<>(details.tags());
        allTags.putAll(tags);
        List<Metric> allMetrics = new ArrayList<>(metrics);
        allMetrics.addAll(details.findingMetrics());
        Map<String, Content> allArtifacts = new LinkedHashMap<>(details.artifacts());
        allArtifacts.putAll(artifacts);
        return new TrackingRecord(
                identity,
                details.name().orElse(name),
                status,
                details.startedAt(),
                details.endedAt(),
                allTags,
                parameters,
                allMetrics,
                allArtifacts,
                datasets,
                model);
    }
}
