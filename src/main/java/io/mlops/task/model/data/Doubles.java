package io.mlops.task.model.data;

import com.fasterxml.jackson.core.io.NumberOutput;

/** Formats doubles so that they parse back to the same value, with the same text on every Java: JDK 19 changed its own. */
public final class Doubles {
    private Doubles() {}

    /** Returns the shortest decimal that parses to this value. */
    public static String toPlainString(double value) {
        return NumberOutput.toString(value, true);
    }
}
