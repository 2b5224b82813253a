package io.mlops.task.model.regression;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.text.Messages;

/** A hyperparameter of an {@link Algorithm}: its name, default value and the closed range of values. */
public record Hyperparameter(String name, double defaultValue, double min, double max, boolean isInteger) {
    static Hyperparameter integer(String name, int defaultValue, int min, int max) {
        return new Hyperparameter(name, defaultValue, min, max, true);
    }

    static Hyperparameter number(String name, double defaultValue, double min, double max) {
        return new Hyperparameter(name, defaultValue, min, max, false);
    }

    void validate(Algorithm algorithm, double value) throws ModelException {
        boolean valid = value >= min && value <= max && (!isInteger || value == Math.rint(value));
        if (!valid) {
            String expected = (isInteger ? "an integer" : "a number") + " from " + min + " to " + max;
            throw new ModelException(
                    "Parameter " + name + " of " + algorithm.label() + " " + Messages.mustBe(expected, value));
        }
    }
}
