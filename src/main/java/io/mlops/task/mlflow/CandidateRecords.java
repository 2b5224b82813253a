package io.mlops.task.mlflow;

import com.fasterxml.jackson.databind.JsonNode;
import io.mlops.task.mlflow.TrackingRecord.Metric;
import io.mlops.task.model.registry.ModelArtifacts;
import io.mlops.task.run.StoredFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tracking records of a training's candidates, as its run described them. */
final class CandidateRecords {
    private static final String[] METRICS = {"rmse", "mae", "r2", "bias"};

    private CandidateRecords() {}

    /** Returns none if the run left no description of its candidates. */
    static List<TrackingRecord> of(TrackingRecord training, List<StoredFile> files) throws IOException {
        List<TrackingRecord> records = new ArrayList<>();
        for (StoredFile file : files) {
            if (file.name().equals(ModelArtifacts.CANDIDATES)) {
                Json.read(file.readAllBytes()).forEach(candidate -> records.add(of(training, candidate)));
            }
        }
        return records;
    }

    private static TrackingRecord of(TrackingRecord training, JsonNode candidate) {
        String name = candidate.path("name").asText();
        Map<String, String> tags = new LinkedHashMap<>(training.tags());
        tags.keySet().removeIf(key -> !key.startsWith("mlflow.source.") && !key.equals("mlops.run_id"));
        tags.put("mlops.candidate", name);
        return new TrackingRecord(
                training.identity() + "/" + name,
                name,
                training.status(),
                training.startedAt(),
                training.endedAt(),
                tags,
                parameters(candidate.path("spec")),
                metrics(candidate),
                Map.of(),
                List.of(),
                Optional.empty());
    }

    private static Map<String, String> parameters(JsonNode spec) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("algorithm", spec.path("algorithm").asText());
        parameters.put("features", spec.path("features").asText());
        spec.path("parameters")
                .properties()
                .forEach(entry -> parameters.put(
                        entry.getKey(),
                        entry.getValue().decimalValue().stripTrailingZeros().toPlainString()));
        return parameters;
    }

    private static List<Metric> metrics(JsonNode candidate) {
        List<Metric> metrics = new ArrayList<>();
        for (String name : METRICS) {
            metrics.add(new Metric(
                    "held_out_" + name, candidate.path("heldOut").path(name).asDouble(), 0));
            metrics.add(new Metric(
                    "train_" + name, candidate.path("train").path(name).asDouble(), 0));
        }
        int trial = 0;
        for (JsonNode one : candidate.path("trials")) {
            metrics.add(new Metric("trial_rmse", one.path("rmse").asDouble(), trial));
            trial++;
        }
        for (JsonNode step : candidate.path("plots").path("learningCurve").path("steps")) {
            long size = step.path("size").asLong();
            metrics.add(new Metric("learning_train_rmse", step.path("trainRmse").asDouble(), size));
            metrics.add(new Metric(
                    "learning_held_out_rmse", step.path("heldOutRmse").asDouble(), size));
        }
        return metrics;
    }
}
