package io.mlops.task.model.regression;

import io.mlops.task.model.housing.OutOfRangeWarning;
import java.util.List;

/** A model's prediction for one row: the median house value in 100,000 USD, its interval, and warnings. */
public record Prediction(double value, Interval interval, List<OutOfRangeWarning> warnings) {
    private static final double UNIT = 100_000;

    /** The interval, in 100,000 USD, that contains the actual value with probability {@code coverage}. */
    public record Interval(double lower, double upper, double coverage) {
        public boolean contains(double value) {
            return value >= lower && value <= upper;
        }
    }

    public double dollars() {
        return value * UNIT;
    }
}
