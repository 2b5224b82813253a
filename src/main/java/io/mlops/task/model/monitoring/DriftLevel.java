package io.mlops.task.model.monitoring;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How far recent rows are from the reference, mildest first. */
public enum DriftLevel {
    INSUFFICIENT_DATA,
    STABLE,
    WARN,
    ALERT;

    @JsonValue
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    DriftLevel or(DriftLevel other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
