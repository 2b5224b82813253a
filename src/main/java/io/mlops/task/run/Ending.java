package io.mlops.task.run;

import java.util.Locale;

/** How a run can end. */
public enum Ending {
    SUCCEEDED,
    FAILED,
    CANCELLED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
