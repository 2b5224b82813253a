package io.mlops.task.mlflow;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * All that the server is told of one training.
 *
 * @param identity the same again whenever the same training is told, and of no other one
 * @param status {@code FINISHED} or {@code FAILED}
 * @param artifacts by path below the run's own folder
 * @param dataset name and digest of what was learnt from; empty where it is not known
 */
record TrackingRecord(
        String identity,
        String name,
        String status,
        Instant begun,
        Instant ended,
        Map<String, String> tags,
        Map<String, String> parameters,
        List<Metric> metrics,
        Map<String, byte[]> artifacts,
        Map<String, String> dataset) {}
