package io.mlops.task.mlflow;

import io.mlops.task.mlflow.TrackingRecord.Metric;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.evaluation.EvaluationPlots;
import io.mlops.task.model.evaluation.LearningCurve;
import io.mlops.task.model.evaluation.Trial;
import io.mlops.task.model.housing.TrainTestSplit;
import io.mlops.task.model.registry.ModelRegistry;
import io.mlops.task.model.registry.ModelVersion;
import io.mlops.task.model.regression.RegressionMetrics;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tracking record of a registered version. */
final class VersionRecord {
    /** MLflow's limit. */
    private static final int MAX_DIGEST_LENGTH = 36;

    private VersionRecord() {}

    static TrackingRecord of(ModelRegistry registry, ModelVersion version) throws ModelException {
        EvaluationPlots plots = registry.plots(version.number());
        List<Trial> trials = registry.trials(version.number());
        String card = registry.card(version.number());
        Map<String, byte[]> artifacts = new LinkedHashMap<>();
        artifacts.put("model_card.md", card.getBytes(StandardCharsets.UTF_8));
        artifacts.put("plots.json", Json.bytes(plots));
        artifacts.put("configuration.json", Json.bytes(version.provenance().configuration()));
        if (!trials.isEmpty()) {
            artifacts.put("trials.json", Json.bytes(trials));
        }
        artifacts.putAll(MlflowModelPackage.files(registry.model(version.number()), version.createdAt()));
        Map<String, String> tags = tags(registry.name(), version);
        tags.put("mlflow.note.content", card);
        return new TrackingRecord(
                identity(registry.name(), version),
                registry.name() + " " + version.number() + " "
                        + version.spec().algorithm().key(),
                "FINISHED",
                version.createdAt(),
                version.createdAt(),
                tags,
                parameters(version),
                metrics(version, plots, trials),
                artifacts,
                dataset(registry.name(), version.provenance().split()));
    }

    static String identity(String model, ModelVersion version) {
        return model + "/" + version.number() + "/" + version.createdAt() + "/" + version.modelHash();
    }

    /** Returns the tags of both the run and the registered version. */
    static Map<String, String> tags(String model, ModelVersion version) {
        TrainTestSplit.Identity split = version.provenance().split();
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("mlflow.source.name", "mlops-task");
        tags.put("mlflow.source.type", "JOB");
        tags.put("mlops.model", model);
        tags.put("mlops.version", String.valueOf(version.number()));
        tags.put("mlops.run_id", version.provenance().runId());
        tags.put("mlops.model_sha256", version.modelHash());
        tags.put("mlops.data_sha256", split.dataHash());
        tags.put("mlops.split_seed", String.valueOf(split.seed()));
        tags.put("mlops.test_size", String.valueOf(split.testSize()));
        tags.put("mlops.train_rows", String.valueOf(split.trainRows()));
        tags.put("mlops.held_out_rows", String.valueOf(split.heldOutRows()));
        tags.put("mlops.code", version.provenance().codeVersion());
        tags.put("mlops.java", version.provenance().javaVersion());
        return tags;
    }

    private static Map<String, String> parameters(ModelVersion version) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("algorithm", version.spec().algorithm().key());
        parameters.put("features", version.spec().features().key());
        version.spec()
                .parameters()
                .forEach((name, value) -> parameters.put(
                        name,
                        new BigDecimal(value.toString()).stripTrailingZeros().toPlainString()));
        version.provenance().configuration().forEach((key, value) -> parameters.put("config." + key, value));
        return parameters;
    }

    private static List<Metric> metrics(ModelVersion version, EvaluationPlots plots, List<Trial> trials) {
        List<Metric> metrics = new ArrayList<>();
        addMetrics(metrics, "train", version.train());
        addMetrics(metrics, "held_out", version.heldOut());
        Double coverage = version.intervalCoverage();
        if (coverage != null) {
            metrics.add(new Metric("interval_coverage", coverage, 0));
        }
        plots.importance().forEach((name, value) -> metrics.add(new Metric("importance." + name, value, 0)));
        for (LearningCurve.Step step : plots.learningCurve().steps()) {
            metrics.add(new Metric("learning_train_rmse", step.trainRmse(), step.size()));
            metrics.add(new Metric("learning_held_out_rmse", step.heldOutRmse(), step.size()));
        }
        for (int t = 0; t < trials.size(); t++) {
            metrics.add(new Metric("trial_rmse", trials.get(t).rmse(), t));
        }
        return metrics;
    }

    private static void addMetrics(List<Metric> metrics, String prefix, RegressionMetrics added) {
        metrics.add(new Metric(prefix + "_rmse", added.rmse(), 0));
        metrics.add(new Metric(prefix + "_mae", added.mae(), 0));
        metrics.add(new Metric(prefix + "_r2", added.r2(), 0));
        metrics.add(new Metric(prefix + "_bias", added.bias(), 0));
        metrics.add(new Metric(prefix + "_max_error", added.maxError(), 0));
    }

    private static Map<String, String> dataset(String model, TrainTestSplit.Identity split) {
        String hash = split.dataHash();
        return Map.of(
                "name",
                model,
                "digest",
                hash.substring(0, Math.min(MAX_DIGEST_LENGTH, hash.length())),
                "source_type",
                "local",
                "source",
                "{\"sha256\": \"" + hash + "\"}");
    }
}
