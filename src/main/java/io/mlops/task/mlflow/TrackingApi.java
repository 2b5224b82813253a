package io.mlops.task.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The server's experiments and runs. Every call is idempotent: after a crash it finds what it did before. */
final class TrackingApi {
    /** The tag by which an existing run is found. */
    static final String IDENTITY = "mlops.identity";

    /** The directory of a run's model on a server without logged models. */
    private static final String MODEL_DIRECTORY = "model";

    private static final int MAX_PARAMETERS = 100;
    private static final int MAX_METRICS = 500;
    private static final int MAX_DIGEST_LENGTH = 36;
    static final int MAX_VALUE_LENGTH = 500;
    static final int MAX_TAG_LENGTH = 5_000;

    private final MlflowClient client;
    private final LoggedModelApi models;

    TrackingApi(MlflowClient client) {
        this.client = client;
        this.models = new LoggedModelApi(client);
    }

    boolean exists(String experiment) throws TrackingException, InterruptedException {
        return idOf(experiment).isPresent();
    }

    /** Returns the id of the experiment of that name, creating it if necessary. */
    String experiment(String name) throws TrackingException, InterruptedException {
        Optional<String> existing = idOf(name);
        return existing.isPresent()
                ? existing.get()
                : client.post("experiments/create", Map.of("name", name))
                        .path("experiment_id")
                        .asText();
    }

    private Optional<String> idOf(String name) throws TrackingException, InterruptedException {
        try {
            return Optional.of(client.get("experiments/get-by-name", Map.of("experiment_name", name))
                    .path("experiment")
                    .path("experiment_id")
                    .asText());
        } catch (TrackingException e) {
            if (!e.hasCode("RESOURCE_DOES_NOT_EXIST")) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /**
     * A run on the server.
     *
     * @param model the model that it made; empty if it made none, or if the server has no logged models
     */
    record Logged(MlflowRun run, Optional<LoggedModel> model) {
        /** Returns where the model's files are. */
        String modelUri() {
            return model.map(LoggedModel::artifactRoot).orElse(run.artifactRoot() + "/" + MODEL_DIRECTORY);
        }
    }

    /** Logs a record as a run; continues one that was started before, and leaves an ended one unchanged. */
    Logged logRun(String experiment, TrackingRecord logged) throws TrackingException, InterruptedException {
        MlflowRun run = find(experiment, logged.identity()).orElse(null);
        if (run == null) {
            run = create(experiment, logged);
        }
        Logged result =
                new Logged(run, logged.model().isPresent() ? models.open(experiment, run, logged) : Optional.empty());
        if (!run.isEnded()) {
            log(result, logged);
            upload(run.artifactRoot(), logged.artifacts());
            if (logged.model().isPresent()) {
                upload(result.modelUri(), logged.model().get().files());
            }
            if (result.model().isPresent()) {
                models.complete(result.model().get(), run);
            }
            JsonNode unused = client.post(
                    "runs/update",
                    Map.of(
                            "run_id", run.id(),
                            "status", logged.status(),
                            "end_time", logged.endedAt().toEpochMilli()));
        }
        return result;
    }

    /** Whether the server answers a cheap call now. */
    boolean responds() throws InterruptedException {
        try {
            JsonNode unused = client.post("experiments/search", Map.of("max_results", 1));
            return true;
        } catch (TrackingException e) {
            return !e.isUnavailable();
        }
    }

    private void upload(String root, Map<String, Content> files) throws TrackingException, InterruptedException {
        for (Map.Entry<String, Content> file : files.entrySet()) {
            client.put(MlflowRun.proxyPath(root, file.getKey()), file.getValue());
        }
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
    private void log(Logged to, TrackingRecord logged) throws TrackingException, InterruptedException {
        String run = to.run().id();
        List<Map<String, String>> parameters = pairs(logged.parameters(), MAX_VALUE_LENGTH);
        for (int from = 0; from < parameters.size(); from += MAX_PARAMETERS) {
            List<Map<String, String>> batch =
                    parameters.subList(from, Math.min(from + MAX_PARAMETERS, parameters.size()));
            JsonNode unused = client.post("runs/log-batch", Map.of("run_id", run, "params", batch));
        }
        List<Map<String, Object>> metrics = logged.metrics().stream()
                .filter(metric -> Double.isFinite(metric.value()))
                .map(metric -> describe(metric, to, logged))
                .toList();
        for (int from = 0; from < metrics.size(); from += MAX_METRICS) {
            List<Map<String, Object>> batch = metrics.subList(from, Math.min(from + MAX_METRICS, metrics.size()));
            JsonNode unused = client.post("runs/log-batch", Map.of("run_id", run, "metrics", batch));
        }
        if (!logged.datasets().isEmpty()) {
            List<Map<String, Object>> inputs = new ArrayList<>();
            for (TrackingRecord.Dataset dataset : logged.datasets()) {
                inputs.add(Map.of(
                        "tags", List.of(Map.of("key", "mlflow.data.context", "value", dataset.context())),
                        "dataset", describe(dataset, to.run())));
            }
            JsonNode unused = client.post("runs/log-inputs", Map.of("run_id", run, "datasets", inputs));
        }
    }

    private static Map<String, Object> describe(TrackingRecord.Metric metric, Logged to, TrackingRecord logged) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("key", metric.key());
        described.put("value", metric.value());
        described.put("step", metric.step());
        described.put("timestamp", logged.endedAt().toEpochMilli());
        to.model().ifPresent(model -> described.put("model_id", model.id()));
        return described;
    }

    /** MLflow's dataset sources do not know its own artifacts, but they know HTTP. */
    private Map<String, String> describe(TrackingRecord.Dataset dataset, MlflowRun run) throws TrackingException {
        String source = dataset.isArtifact()
                ? client.downloadUri(MlflowRun.proxyPath(run.artifactRoot(), dataset.location()))
                : dataset.location();
        return Map.of(
                "name", dataset.name(),
                "digest",
                        dataset.sha256()
                                .substring(
                                        0,
                                        Math.min(
                                                MAX_DIGEST_LENGTH,
                                                dataset.sha256().length())),
                "source_type", dataset.isArtifact() ? "http" : "local",
                "source", Json.text(Map.of(dataset.isArtifact() ? "url" : "uri", source)));
    }

    /** Returns the start of a text, without half of a character. */
    private static String cut(String text, int maxLength) {
        if (text.length() <= maxLength) {
            return text;
        }
        return text.substring(0, Character.isHighSurrogate(text.charAt(maxLength - 1)) ? maxLength - 1 : maxLength);
    }

    static List<Map<String, String>> pairs(Map<String, String> values, int maxLength) {
        List<Map<String, String>> pairs = new ArrayList<>();
        values.forEach((key, value) -> pairs.add(Map.of("key", key, "value", cut(value, maxLength))));
        return pairs;
    }
}
