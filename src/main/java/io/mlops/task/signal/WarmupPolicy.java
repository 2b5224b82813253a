package io.mlops.task.signal;

/** How rows without a rolling mean count: those of the warm-up, and of windows with a missing value. */
public enum WarmupPolicy {
    /** They count as 0. */
    ZERO,
    /** They are left out of the rate. */
    EXCLUDE,
    /** They are left out of the rate and of the rows processed. */
    DROP,
    /** A window with at least one value has a mean, over the values that it has. */
    PARTIAL;

    /** Whether a row without a mean counts in the rate, as 0. */
    public boolean countsAllRows() {
        return this == ZERO || this == PARTIAL;
    }
}
