package io.mlops.task.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.mlops.task.mlflow.TrackingRecord.Dataset;
import io.mlops.task.mlflow.TrackingRecord.Metric;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunInput;
import io.mlops.task.run.RunState.FinalState;
import io.mlops.task.run.StoredFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tracking record of an ended run that made no version of a model. */
final class RunRecord {
    /** Keys of metrics.json whose numbers are no results. */
    private static final Set<String> NO_METRICS = Set.of("seed", "value");

    private RunRecord() {}

    /** Returns empty if the run made a version, which has a record of its own. */
    static Optional<TrackingRecord> of(Run run, TrackedRuns runs, TrackingNames names) throws IOException {
        JsonNode metrics = read(runs.metrics(run));
        if (runs.trains(run) && metrics.has("model_version") && !metrics.has("nothing_new")) {
            return Optional.empty();
        }
        return Optional.of(of(
                identity(run),
                run.pipeline() + " " + run.id(),
                status(run),
                RunDetails.of(run, runs, names, runs.artifacts(run)),
                parameters(runs.trains(run), runs.config(run)),
                metrics,
                datasets(run.input())));
    }

    static TrackingRecord of(
            String identity,
            String defaultName,
            String status,
            RunDetails details,
            Map<String, String> parameters,
            JsonNode metrics,
            List<Dataset> datasets) {
        return new TrackingRecord(
                        identity,
                        defaultName,
                        status,
                        details.startedAt(),
                        details.endedAt(),
                        Map.of(),
                        parameters,
                        metrics(metrics),
                        Map.of(),
                        datasets,
                        Optional.empty())
                .with(details);
    }

    /** The parameters of a version are those of its algorithm, and the configuration's have a prefix: so here. */
    static Map<String, String> parameters(boolean trains, Map<String, String> config) {
        Map<String, String> parameters = new LinkedHashMap<>();
        config.forEach((key, value) -> parameters.put(trains ? "config." + key : key, value));
        return parameters;
    }

    static String identity(Run run) {
        return run.pipeline() + "/run/" + run.id();
    }

    private static String status(Run run) {
        String state = run.state().label();
        if (state.equals(FinalState.SUCCEEDED.label())) {
            return "FINISHED";
        }
        return state.equals(FinalState.CANCELLED.label()) ? "KILLED" : "FAILED";
    }

    private static List<Metric> metrics(JsonNode json) {
        List<Metric> metrics = new ArrayList<>();
        if (json.path("value").isNumber()) {
            metrics.add(new Metric(
                    json.path("metric").asText("value"), json.path("value").asDouble(), 0));
        }
        addNumbers(metrics, "", json);
        return metrics;
    }

    private static void addNumbers(List<Metric> metrics, String prefix, JsonNode object) {
        for (Map.Entry<String, JsonNode> entry : object.properties()) {
            String key = prefix + entry.getKey();
            if (entry.getValue().isObject()) {
                addNumbers(metrics, key + ".", entry.getValue());
            } else if (entry.getValue().isNumber() && !NO_METRICS.contains(key)) {
                metrics.add(new Metric(key, entry.getValue().asDouble(), 0));
            }
        }
    }

    private static List<Dataset> datasets(RunInput input) {
        String sha256 = input.sha256();
        String path = input.path();
        return sha256 == null
                ? List.of()
                : List.of(new Dataset(input.name(), sha256, false, path == null ? input.name() : path, "input"));
    }

    private static JsonNode read(StoredFile file) throws IOException {
        return file.exists() ? Json.read(file.readAllBytes()) : MissingNode.getInstance();
    }
}
