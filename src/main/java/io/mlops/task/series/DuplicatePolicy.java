package io.mlops.task.series;

/** What to do with duplicate timestamps within a series. */
public enum DuplicatePolicy {
    KEEP,
    FIRST,
    LAST,
    ERROR
}
