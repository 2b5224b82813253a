package io.mlops.task.model.housing;

/** A value was answered although it lies outside what the model was trained on. */
public record OutOfRangeWarning(Feature feature, double value, double trainedLow, double trainedHigh) {
    public String message() {
        return feature.title() + " " + value + " is outside the training range [" + trainedLow + ", " + trainedHigh
                + "]";
    }
}
