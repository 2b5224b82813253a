package io.mlops.task.finding;

import java.util.Locale;

/** How much a finding matters. */
public enum Severity {
    /** An expert would doubt the result. */
    WARNING,
    /** Worth knowing; the result is what it should be. */
    INFO;

    /** Returns {@code warning} or {@code info}, as records and the API spell it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
