package io.mlops.task.model.housing;

/** A predicted row has a value outside the range that the model was trained on. */
public record OutOfRangeWarning(Feature feature, double value, double trainingMin, double trainingMax) {
    public String message() {
        return feature.label() + " " + value + " is outside the training range [" + trainingMin + ", " + trainingMax
                + "]";
    }
}
