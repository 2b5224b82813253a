package io.mlops.task.csv;

/**
 * Receives the rows of a file in file order, on one thread at a time, which may be one of the scan's own. What it
 * throws ends the scan and is thrown by {@link ColumnScan#read}.
 */
public interface ColumnSink {

    void accept(Rows rows);

    /** Called once before the first row if the file is large. */
    default void prepareForLargeFile() {}
}
