package io.mlops.task.run;

import java.util.Locale;

/** Why a submission was rejected. */
public enum RejectionReason {
    QUEUE_FULL,
    INSUFFICIENT_STORAGE,
    IDEMPOTENCY_KEY_REUSED;

    /** Returns the value of the metrics' label, such as {@code queue_full}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
