package io.mlops.task.csv;

/**
 * Receives the numbers of a column in file order, never from two threads at once, but also on the scan's own threads. What it
 * throws ends the scan and is thrown by {@link ColumnScan#read}.
 */
public interface ColumnSink {

    /**
     * @param values reused after the call; NaN if the value is missing, infinities as they are
     * @param count how many of them are valid, from index 0
     */
    void accept(double[] values, int count);

    /** Called once before the first value if the file is large. */
    default void prepareForLargeFile() {}
}
