package io.mlops.task.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The server's experiments and runs. Every call is idempotent: after a crash it finds what it did before. */
final class TrackingApi {
    /** The tag by which an existing run is found. */
    static final String IDENTITY = "mlops.identity";

    private static final int MAX_METRICS = 500;
    private static final int MAX_VALUE_LENGTH = 500;
    private static final int MAX_TAG_LENGTH = 5_000;

    private final MlflowClient client;

    TrackingApi(MlflowClient client) {
        this.client = client;
    }

    /** Returns the id of the experiment of that name, creating it if necessary. */
    String experiment(String name) throws TrackingException, InterruptedException {
        try {
            return client.get("experiments/get-by-name", Map.of("experiment_name", name))
                    .path("experiment")
                    .path("experiment_id")
                    .asText();
        } catch (TrackingException e) {
            if (!e.hasCode("RESOURCE_DOES_NOT_EXIST")) {
                throw e;
            }
            return client.post("experiments/create", Map.of("name", name))
                    .path("experiment_id")
                    .asText();
        }
    }

    /** Logs a record as a run; continues one that was started before, and leaves an ended one unchanged. */
    MlflowRun logRun(String experiment, TrackingRecord logged) throws TrackingException, InterruptedException {
        MlflowRun run = find(experiment, logged.identity()).orElse(null);
        if (run == null) {
            run = create(experiment, logged);
        }
        if (!run.isEnded()) {
            log(run, logged);
            for (Map.Entry<String, byte[]> artifact : logged.artifacts().entrySet()) {
                client.put(run.artifactUri(artifact.getKey()), artifact.getValue());
            }
            JsonNode unused = client.post(
                    "runs/update",
                    Map.of(
                            "run_id", run.id(),
                            "status", logged.status(),
                            "end_time", logged.endedAt().toEpochMilli()));
        }
        return run;
    }

    private Optional<MlflowRun> find(String experiment, String identity)
            throws TrackingException, InterruptedException {
        JsonNode found = client.post(
                "runs/search",
                Map.of(
                        "experiment_ids",
                        List.of(experiment),
                        "filter",
                        "tags.`" + IDENTITY + "` = '" + identity + "'",
                        "max_results",
                        1));
        return found.path("runs").isEmpty()
                ? Optional.empty()
                : Optional.of(MlflowRun.of(found.path("runs").get(0)));
    }

    private MlflowRun create(String experiment, TrackingRecord logged) throws TrackingException, InterruptedException {
        List<Map<String, String>> tags = pairs(logged.tags(), MAX_TAG_LENGTH);
        tags.add(Map.of("key", IDENTITY, "value", logged.identity()));
        JsonNode created = client.post(
                "runs/create",
                Map.of(
                        "experiment_id",
                        experiment,
                        "run_name",
                        logged.name(),
                        "start_time",
                        logged.startedAt().toEpochMilli(),
                        "tags",
                        tags));
        return MlflowRun.of(created.path("run"));
    }

    /** Idempotent: the server stores a metric with the same value, step and timestamp only once. */
    private void log(MlflowRun run, TrackingRecord logged) throws TrackingException, InterruptedException {
        JsonNode unused = client.post(
                "runs/log-batch", Map.of("run_id", run.id(), "params", pairs(logged.parameters(), MAX_VALUE_LENGTH)));
        List<Map<String, Object>> metrics = logged.metrics().stream()
                .filter(metric -> Double.isFinite(metric.value()))
                .map(metric -> Map.<String, Object>of(
                        "key", metric.key(),
                        "value", metric.value(),
                        "step", metric.step(),
                        "timestamp", logged.endedAt().toEpochMilli()))
                .toList();
        for (int from = 0; from < metrics.size(); from += MAX_METRICS) {
            List<Map<String, Object>> batch = metrics.subList(from, Math.min(from + MAX_METRICS, metrics.size()));
            unused = client.post("runs/log-batch", Map.of("run_id", run.id(), "metrics", batch));
        }
        if (!logged.dataset().isEmpty()) {
            Map<String, Object> input = Map.of(
                    "tags", List.of(Map.of("key", "mlflow.data.context", "value", "training")),
                    "dataset", logged.dataset());
            unused = client.post("runs/log-inputs", Map.of("run_id", run.id(), "datasets", List.of(input)));
        }
    }

    static List<Map<String, String>> pairs(Map<String, String> values, int maxLength) {
        List<Map<String, String>> pairs = new ArrayList<>();
        values.forEach((key, value) ->
                pairs.add(Map.of("key", key, "value", value.substring(0, Math.min(maxLength, value.length())))));
        return pairs;
    }
}
