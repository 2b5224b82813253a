package io.mlops.task.model.registry;

import io.mlops.task.model.regression.ModelSpec;
import io.mlops.task.model.regression.RegressionMetrics;
import java.time.Instant;

/**
 * A registered model's record.
 *
 * @param number from 1, never reused
 * @param intervalCoverage empirical coverage of its prediction intervals
 * @param modelHash SHA-256, in hex, of the model file
 */
public record ModelVersion(
        int number,
        Instant createdAt,
        ModelSpec spec,
        RegressionMetrics train,
        RegressionMetrics heldOut,
        double intervalCoverage,
        String modelHash,
        ModelProvenance provenance) {}
