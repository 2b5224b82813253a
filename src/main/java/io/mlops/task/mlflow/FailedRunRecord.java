package io.mlops.task.mlflow;

import io.mlops.task.run.Provenance;
import io.mlops.task.run.Run;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tracking record of a failed training run. */
final class FailedRunRecord {
    private FailedRunRecord() {}

    static TrackingRecord of(Run run) {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("mlflow.source.name", "mlops-task");
        tags.put("mlflow.source.type", "JOB");
        tags.put("mlops.run_id", run.id().value());
        tags.put("mlops.input", run.input().name());
        tags.put("mlops.error", String.valueOf(run.error()));
        Provenance provenance = run.provenance();
        if (provenance != null) {
            tags.put("mlops.code", provenance.version());
            tags.put("mlops.java", provenance.java());
        }
        Instant endedAt = orElse(run.state().endedAt(), Instant.EPOCH);
        return new TrackingRecord(
                identity(run),
                run.pipeline() + " " + run.id(),
                "FAILED",
                orElse(run.state().startedAt(), endedAt),
                endedAt,
                tags,
                Map.of(),
                List.of(),
                Map.of(),
                Map.of());
    }

    static String identity(Run run) {
        return run.pipeline() + "/run/" + run.id();
    }

    private static Instant orElse(@Nullable Instant instant, Instant other) {
        return instant == null ? other : instant;
    }
}
