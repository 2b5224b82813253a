package io.mlops.task.series;

/** In which order rows are computed. */
public enum RowOrder {
    FILE,
    TIME
}
