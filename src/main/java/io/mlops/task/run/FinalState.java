package io.mlops.task.run;

import java.util.Locale;

/** How a run can end. */
public enum FinalState {
    SUCCEEDED,
    FAILED,
    CANCELLED;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
