package io.mlops.task.mlflow;

import io.mlops.task.finding.Finding;
import io.mlops.task.finding.Severity;
import io.mlops.task.mlflow.TrackingRecord.Metric;
import io.mlops.task.run.Provenance;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunId;
import io.mlops.task.run.StoredFile;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is logged of every run, whatever its pipeline.
 *
 * @param name empty if neither a setting nor a label names it
 * @param findings what was noticed about the data
 */
record RunDetails(
        Optional<String> name,
        Instant startedAt,
        Instant endedAt,
        Map<String, String> tags,
        List<Finding> findings,
        Map<String, Content> artifacts) {
    /** Of one artifact; a larger file stays where it is. */
    private static final long MAX_ARTIFACT = 100L << 20;

    private static final String LEFT_OUT = "mlops.artifacts_left_out";

    /** Labels that would take the place of tags that are ours or MLflow's. */
    private static boolean isReserved(String label, String value) {
        boolean names = label.equals(TrackingNames.LABEL) && !value.isBlank();
        return label.startsWith("mlops.") || (label.startsWith("mlflow.") && !names);
    }

    /** @param artifacts in addition to the record, log and configuration */
    static RunDetails of(Run run, TrackedRuns runs, TrackingNames names, List<StoredFile> artifacts)
            throws IOException {
        Map<String, String> tags = new LinkedHashMap<>(run.labels());
        tags.entrySet().removeIf(label -> isReserved(label.getKey(), label.getValue()));
        tags.putAll(source());
        putIfKnown(tags, "mlflow.user", run.actors().submittedBy());
        tags.put("mlops.run_id", run.id().value());
        tags.put("mlops.pipeline", run.pipeline());
        tags.put("mlops.input", run.input().name());
        putIfKnown(tags, "mlops.input_sha256", run.input().sha256());
        RunId original = run.rerunOf();
        putIfKnown(tags, "mlops.rerun_of", original == null ? null : original.value());
        putOutcome(tags, run.provenance(), run.layout(), run.error());
        List<StoredFile> files = new ArrayList<>(List.of(runs.metrics(run)));
        files.addAll(runs.files(run));
        files.addAll(artifacts);
        Instant endedAt = orElse(run.state().endedAt(), Instant.EPOCH);
        return of(
                names.runName(run.pipeline(), run.id().value(), run.input().name(), run.labels()),
                orElse(run.state().startedAt(), endedAt),
                endedAt,
                tags,
                run.findings(),
                files);
    }

    static RunDetails of(
            Optional<String> name,
            Instant startedAt,
            Instant endedAt,
            Map<String, String> tags,
            List<Finding> findings,
            List<StoredFile> files)
            throws IOException {
        Map<String, Content> artifacts = new LinkedHashMap<>();
        List<String> leftOut = new ArrayList<>();
        for (StoredFile file : files) {
            StoredFile.Attributes attributes = file.attributes();
            if (attributes != null && attributes.size() > MAX_ARTIFACT) {
                leftOut.add(file.name());
            } else if (attributes != null) {
                artifacts.put(file.name(), Content.of(file, attributes.size()));
            }
        }
        if (!leftOut.isEmpty()) {
            tags.put(LEFT_OUT, String.join(", ", leftOut));
        }
        if (!findings.isEmpty()) {
            artifacts.put(
                    "findings.json",
                    Content.of(Json.bytes(
                            findings.stream().map(RunDetails::describe).toList())));
        }
        return new RunDetails(name, startedAt, endedAt, tags, findings, artifacts);
    }

    static void putOutcome(
            Map<String, String> tags,
            @Nullable Provenance provenance,
            Map<String, String> layout,
            @Nullable String error) {
        putIfKnown(tags, "mlops.error", error);
        if (provenance != null) {
            tags.put("mlops.code", provenance.version());
            tags.put("mlops.java", provenance.java());
        }
        layout.forEach((name, value) -> tags.put("mlops.layout." + name, value));
    }

    static Map<String, String> source() {
        return Map.of("mlflow.source.name", "mlops-task", "mlflow.source.type", "JOB");
    }

    List<Metric> findingMetrics() {
        List<Metric> metrics = new ArrayList<>();
        metrics.add(new Metric("findings", findings.size(), 0));
        metrics.add(new Metric(
                "findings_warning",
                findings.stream()
                        .filter(finding -> finding.severity() == Severity.WARNING)
                        .count(),
                0));
        Map<String, Double> counts = new LinkedHashMap<>();
        findings.forEach(finding -> counts.merge(finding.check(), (double) finding.count(), Double::sum));
        counts.forEach((check, count) -> metrics.add(new Metric("finding." + check, count, 0)));
        return metrics;
    }

    private static Map<String, Object> describe(Finding finding) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("check", finding.check());
        map.put("severity", finding.severity().label());
        map.put("count", finding.count());
        map.put("line", finding.line());
        map.put("message", finding.message());
        return map;
    }

    private static void putIfKnown(Map<String, String> tags, String key, @Nullable String value) {
        if (value != null) {
            tags.put(key, value);
        }
    }

    private static Instant orElse(@Nullable Instant instant, Instant other) {
        return instant == null ? other : instant;
    }
}
