package io.mlops.task.csv;

import io.mlops.task.layout.ColumnRef;
import io.mlops.task.layout.Dialect;
import io.mlops.task.layout.KeyColumns;
import io.mlops.task.layout.MissingPolicy;

/**
 * What to read.
 *
 * @param missing what to do with a row that has no value in the column
 * @param keys the columns that identify a row
 * @param threads how many threads may parse, at least 1
 */
public record ColumnQuery(ColumnRef column, MissingPolicy missing, Dialect dialect, KeyColumns keys, int threads) {

    /** Reads a column without keys, from a file whose layout is detected. */
    public static ColumnQuery of(String column, MissingPolicy missing, int threads) {
        return new ColumnQuery(new ColumnRef.Named(column), missing, Dialect.AUTO, KeyColumns.NONE, threads);
    }
}
