package io.mlops.task.model.drift;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far recent rows are from the reference, in ascending order. */
public enum DriftLevel {
    INSUFFICIENT_DATA,
    STABLE,
    WARN,
    ALERT;

    @JsonValue
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns the higher of both. */
    public DriftLevel max(DriftLevel other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
