package io.mlops.task.signal;

/** How the rows that have no rolling mean count: the warm-up, and windows with a missing value. */
public enum WarmupPolicy {
    /** They count as 0. */
    ZERO,
    /** They are left out of the rate. */
    EXCLUDE,
    /** They are left out of the rate and of the rows processed. */
    DROP,
    /** There are few: a mean is taken over what the window holds, if only one value. */
    PARTIAL
}
