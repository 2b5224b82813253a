package io.mlops.task.model.regression;

import io.mlops.task.model.housing.OutOfRangeWarning;
import java.util.List;

/** What a model says of one row: the median house value in 100,000 USD, where the truth is expected, and what to mind. */
public record Prediction(double value, PredictionInterval interval, List<OutOfRangeWarning> warnings) {
    private static final double UNIT = 100_000;

    public double dollars() {
        return value * UNIT;
    }
}
