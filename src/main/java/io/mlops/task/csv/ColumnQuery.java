package io.mlops.task.csv;

/**
 * What to read.
 *
 * @param column the name in the header: exact, else trimmed and ignoring case
 * @param missing what to do with a row that has no value in it
 * @param threads how many threads may parse, at least 1
 */
public record ColumnQuery(String column, MissingPolicy missing, int threads) {}
