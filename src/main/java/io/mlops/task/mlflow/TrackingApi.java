package io.mlops.task.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The server's experiments and runs. Every call may be repeated after a crash: it finds what it did before. */
final class TrackingApi {
    /** By this a run is found again. */
    static final String IDENTITY = "mlops.identity";

    private static final int MAX_METRICS = 500;
    private static final int MAX_VALUE_LENGTH = 500;
    private static final int MAX_TAG_LENGTH = 5_000;

    private final MlflowClient requests;

    TrackingApi(MlflowClient requests) {
        this.requests = requests;
    }

    /** The id of the experiment of that name, which is made where it is not there. */
    String experiment(String name) throws TrackingException, InterruptedException {
        try {
            return requests.get("experiments/get-by-name", Map.of("experiment_name", name))
                    .path("experiment")
                    .path("experiment_id")
                    .asText();
        } catch (TrackingException e) {
            if (!e.is("RESOURCE_DOES_NOT_EXIST")) {
                throw e;
            }
            return requests.post("experiments/create", Map.of("name", name))
                    .path("experiment_id")
                    .asText();
        }
    }

    /** Tells an entry whole; one that was begun before is taken up again, one that was ended is left as it is. */
    MlflowRun logRun(String experiment, TrackingRecord entry) throws TrackingException, InterruptedException {
        MlflowRun run = find(experiment, entry.identity()).orElse(null);
        if (run == null) {
            run = create(experiment, entry);
        }
        if (!run.ended()) {
            log(run, entry);
            for (Map.Entry<String, byte[]> artifact : entry.artifacts().entrySet()) {
                requests.put(run.artifactUri(artifact.getKey()), artifact.getValue());
            }
            JsonNode unused = requests.post(
                    "runs/update",
                    Map.of(
                            "run_id", run.id(),
                            "status", entry.status(),
                            "end_time", entry.ended().toEpochMilli()));
        }
        return run;
    }

    private Optional<MlflowRun> find(String experiment, String identity)
            throws TrackingException, InterruptedException {
        JsonNode found = requests.post(
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

    private MlflowRun create(String experiment, TrackingRecord entry) throws TrackingException, InterruptedException {
        List<Map<String, String>> tags = pairs(entry.tags(), MAX_TAG_LENGTH);
        tags.add(Map.of("key", IDENTITY, "value", entry.identity()));
        JsonNode created = requests.post(
                "runs/create",
                Map.of(
                        "experiment_id",
                        experiment,
                        "run_name",
                        entry.name(),
                        "start_time",
                        entry.begun().toEpochMilli(),
                        "tags",
                        tags));
        return MlflowRun.of(created.path("run"));
    }

    /** The same numbers with the same times are one number to the server, however often they come. */
    private void log(MlflowRun run, TrackingRecord entry) throws TrackingException, InterruptedException {
        JsonNode unused = requests.post(
                "runs/log-batch", Map.of("run_id", run.id(), "params", pairs(entry.parameters(), MAX_VALUE_LENGTH)));
        List<Map<String, Object>> metrics = entry.metrics().stream()
                .filter(metric -> Double.isFinite(metric.value()))
                .map(metric -> Map.<String, Object>of(
                        "key", metric.key(),
                        "value", metric.value(),
                        "step", metric.step(),
                        "timestamp", entry.ended().toEpochMilli()))
                .toList();
        for (int from = 0; from < metrics.size(); from += MAX_METRICS) {
            List<Map<String, Object>> part = metrics.subList(from, Math.min(from + MAX_METRICS, metrics.size()));
            unused = requests.post("runs/log-batch", Map.of("run_id", run.id(), "metrics", part));
        }
        if (!entry.dataset().isEmpty()) {
            Map<String, Object> input = Map.of(
                    "tags", List.of(Map.of("key", "mlflow.data.context", "value", "training")),
                    "dataset", entry.dataset());
            unused = requests.post("runs/log-inputs", Map.of("run_id", run.id(), "datasets", List.of(input)));
        }
    }

    static List<Map<String, String>> pairs(Map<String, String> values, int longest) {
        List<Map<String, String>> pairs = new ArrayList<>();
        values.forEach((key, value) ->
                pairs.add(Map.of("key", key, "value", value.substring(0, Math.min(longest, value.length())))));
        return pairs;
    }
}
