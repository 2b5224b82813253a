package io.mlops.task.signal;

/** How rows without a rolling mean count: those of the warm-up, and of windows with a missing value. */
public enum WarmupPolicy {
    /** They count as 0. */
    ZERO,
    /** They are left out of the rate. */
    EXCLUDE,
    /** They are left out of the rate and of the rows processed. */
    DROP,
    /** There are few: a mean is taken over the values that the window has, even a single one. */
    PARTIAL
}
