package io.mlops.task.model.registry;

import io.mlops.task.model.regression.ModelSpec;
import io.mlops.task.model.regression.RegressionMetrics;
import java.time.Instant;

/**
 * A registered model's record.
 *
 * @param number from 1, never used again
 * @param candidate the name it competed under, e.g. {@code gradient_boosting}
 * @param modelHash SHA-256, in hex, of the model file's bytes
 */
public record ModelVersion(
        int number,
        Instant createdAt,
        String candidate,
        ModelSpec spec,
        RegressionMetrics train,
        RegressionMetrics heldOut,
        double intervalCoverage,
        String modelHash,
        ModelProvenance provenance) {}
