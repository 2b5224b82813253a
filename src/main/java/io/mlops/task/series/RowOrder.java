package io.mlops.task.series;

/** The order in which rows are processed. */
public enum RowOrder {
    FILE,
    TIME
}
