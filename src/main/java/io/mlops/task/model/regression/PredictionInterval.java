package io.mlops.task.model.regression;

/** Where the actual value is expected, in 100,000 USD, in the share {@code coverage} of cases. */
public record PredictionInterval(double low, double high, double coverage) {
    public boolean contains(double value) {
        return value >= low && value <= high;
    }
}
