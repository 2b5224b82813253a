package io.mlops.task.series;

/** What to do with rows whose time was there already, in their series. */
public enum DuplicatePolicy {
    KEEP,
    FIRST,
    LAST,
    ERROR
}
