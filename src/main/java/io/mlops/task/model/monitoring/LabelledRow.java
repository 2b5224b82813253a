package io.mlops.task.model.monitoring;

import java.time.Instant;

/**
 * A predicted row and its actual value.
 *
 * @param actual in 100,000 USD; {@code NaN} if an earlier value was withdrawn
 * @param at when it was recorded
 */
public record LabelledRow(PredictedRow row, double actual, Instant at) {
    public boolean isWithdrawn() {
        return Double.isNaN(actual);
    }
}
