package io.mlops.task.csv;

/**
 * Receives the rows of a file in file order, never from two threads at once, but also on the scan's own threads. What it
 * throws ends the scan and is thrown by {@link ColumnScan#read}.
 */
public interface ColumnSink {

    void accept(Rows rows);

    /** Called once before the first row if the file is large. */
    default void prepareForLargeFile() {}
}
