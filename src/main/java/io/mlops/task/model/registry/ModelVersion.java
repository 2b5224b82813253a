package io.mlops.task.model.registry;

import io.mlops.task.model.regression.ModelSpec;
import io.mlops.task.model.regression.RegressionMetrics;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A registered model's record.
 *
 * @param number from 1, never reused
 * @param intervalCoverage empirical coverage of its prediction intervals; null if it could not be measured
 * @param modelHash SHA-256, in hex, of the model file
 */
public record ModelVersion(
        int number,
        Instant createdAt,
        ModelSpec spec,
        RegressionMetrics train,
        RegressionMetrics heldOut,
        @Nullable Double intervalCoverage,
        String modelHash,
        ModelProvenance provenance) {}
