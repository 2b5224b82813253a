package io.mlops.task.model.data;

import com.fasterxml.jackson.core.io.NumberOutput;

/** Numbers as text that reads back to the same number, and is the same text on every Java: JDK 19 changed its own. */
public final class Doubles {
    private Doubles() {}

    /** The shortest decimal that is this number and no other. */
    public static String toPlainString(double value) {
        return NumberOutput.toString(value, true);
    }
}
