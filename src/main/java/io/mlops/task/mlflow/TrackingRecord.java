package io.mlops.task.mlflow;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Everything that is logged as one MLflow run.
 *
 * @param identity identifies the training: the same whenever it is logged, and different for every other one
 * @param status {@code FINISHED} or {@code FAILED}
 * @param artifacts by path relative to the run's artifact root
 * @param dataset name and digest of the train data; empty if unknown
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
        Map<String, byte[]> artifacts,
        Map<String, String> dataset) {
    record Metric(String key, double value, long step) {}
}
