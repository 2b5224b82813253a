package io.mlops.task.model.regression;

import io.mlops.task.model.data.ModelException;

/** A setting of a {@link Algorithm}: its name, the value when none is given, and the closed range of values it may take. */
record Hyperparameter(String name, double usual, double lowest, double highest, boolean whole) {
    static Hyperparameter count(String name, int usual, int lowest, int highest) {
        return new Hyperparameter(name, usual, lowest, highest, true);
    }

    static Hyperparameter number(String name, double usual, double lowest, double highest) {
        return new Hyperparameter(name, usual, lowest, highest, false);
    }

    void check(Algorithm kind, double value) throws ModelException {
        boolean fits = value >= lowest && value <= highest && (!whole || value == Math.rint(value));
        if (!fits) {
            throw new ModelException("Parameter " + name + " of " + kind.key() + " is " + value + "; wanted a "
                    + (whole ? "whole number" : "number") + " from " + lowest + " to " + highest);
        }
    }
}
