package io.mlops.task.mlflow;

import io.mlops.task.mlflow.TrackingRecord.Dataset;
import io.mlops.task.mlflow.TrackingRecord.Metric;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.evaluation.EvaluationPlots;
import io.mlops.task.model.evaluation.LearningCurve;
import io.mlops.task.model.evaluation.Trial;
import io.mlops.task.model.housing.TrainTestSplit;
import io.mlops.task.model.registry.ChampionChange;
import io.mlops.task.model.registry.ChampionHistory;
import io.mlops.task.model.registry.ModelRegistry;
import io.mlops.task.model.registry.ModelVersion;
import io.mlops.task.model.registry.Refusal;
import io.mlops.task.model.regression.RegressionMetrics;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tracking record of a registered version. */
final class VersionRecord {
    private static final String PROMOTED = "mlops.promoted";
    private static final String TRAIN = "data/train.csv";
    private static final String HELD_OUT = "data/held-out.csv";

    private VersionRecord() {}

    static TrackingRecord of(ModelRegistry registry, ModelVersion version) throws ModelException {
        EvaluationPlots plots = registry.plots(version.number());
        List<Trial> trials = registry.trials(version.number());
        String card = registry.card(version.number());
        Map<String, Content> artifacts = new LinkedHashMap<>();
        artifacts.put("model_card.md", Content.of(card.getBytes(StandardCharsets.UTF_8)));
        artifacts.put("plots.json", Content.of(Json.bytes(plots)));
        artifacts.put(
                "configuration.json", Content.of(Json.bytes(version.provenance().configuration())));
        if (!trials.isEmpty()) {
            artifacts.put("trials.json", Content.of(Json.bytes(trials)));
        }
        artifacts.put(TRAIN, Content.of(registry.trainRows(version.number()).toCsv()));
        artifacts.put(
                HELD_OUT, Content.of(registry.heldOutRows(version.number()).toCsv()));
        Map<String, String> tags = tags(registry, version);
        tags.put("mlflow.note.content", card);
        String dataHash = version.provenance().split().dataHash();
        return new TrackingRecord(
                identity(registry.name(), version),
                registry.name() + " " + version.number() + " "
                        + version.spec().algorithm().label(),
                "FINISHED",
                version.createdAt(),
                version.createdAt(),
                tags,
                parameters(version),
                metrics(version, plots, trials, tags.get(PROMOTED)),
                artifacts,
                List.of(
                        new Dataset(registry.name(), dataHash, true, TRAIN, "training"),
                        new Dataset(registry.name() + "-held-out", dataHash, true, HELD_OUT, "testing")),
                Optional.of(new TrackingRecord.Model(
                        registry.name(),
                        MlflowModelPackage.files(registry.model(version.number()), version.createdAt()))));
    }

    static String identity(String model, ModelVersion version) {
        return model + "/" + version.number() + "/" + version.createdAt() + "/" + version.modelHash();
    }

    /** Returns the tags of both the run and the registered version. */
    static Map<String, String> tags(ModelRegistry registry, ModelVersion version) throws ModelException {
        TrainTestSplit.Identity split = version.provenance().split();
        Map<String, String> tags = new LinkedHashMap<>(RunDetails.source());
        tags.put("mlops.model", registry.name());
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
        putDecision(tags, registry, version.number());
        return tags;
    }

    /** Puts what the promotion gate said when the version was trained. */
    private static void putDecision(Map<String, String> tags, ModelRegistry registry, int number)
            throws ModelException {
        Optional<Refusal> refusal = registry.refusal(number);
        ChampionHistory history = registry.history();
        Optional<String> reason = refusal.map(Refusal::reason).or(() -> history.changes().stream()
                .filter(change -> change.to() == number)
                .map(ChampionChange::reason)
                .findFirst());
        if (reason.isPresent()) {
            tags.put(PROMOTED, String.valueOf(refusal.isEmpty()));
            tags.put("mlops.promotion_reason", reason.get());
            refusal.ifPresent(
                    refused -> tags.put("mlops.refusal", refused.state().label()));
        }
    }

    private static Map<String, String> parameters(ModelVersion version) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("algorithm", version.spec().algorithm().label());
        parameters.put("features", version.spec().features().label());
        version.spec()
                .parameters()
                .forEach((name, value) -> parameters.put(
                        name,
                        new BigDecimal(value.toString()).stripTrailingZeros().toPlainString()));
        version.provenance().configuration().forEach((key, value) -> parameters.put("config." + key, value));
        return parameters;
    }

    private static List<Metric> metrics(
            ModelVersion version, EvaluationPlots plots, List<Trial> trials, @Nullable String promoted) {
        List<Metric> metrics = new ArrayList<>();
        if (promoted != null) {
            metrics.add(new Metric("promoted", promoted.equals("true") ? 1 : 0, 0));
        }
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
}
