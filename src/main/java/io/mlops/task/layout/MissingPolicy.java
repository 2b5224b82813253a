package io.mlops.task.layout;

/** What to do with a row whose value is missing. */
public enum MissingPolicy {
    /** The row stays, as NaN. */
    KEEP,
    /** The row is left out before anything is computed. */
    DROP,
    /** Reading stops with an error at the first such row. */
    ERROR
}
