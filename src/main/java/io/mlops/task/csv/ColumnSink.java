package io.mlops.task.csv;

/**
 * Takes the numbers of a column in file order, never from two threads at once, though also on the scan's own threads. What
 * it throws ends the scan and is thrown by {@link ColumnScan#read}.
 */
public interface ColumnSink {

    /**
     * @param values reused after the call; NaN where the value is missing, infinities as they stand
     * @param count how many of them count, from index 0
     */
    void accept(double[] values, int count);

    /** Called before the numbers of a large file: now is the time to warm up. */
    default void prepareForVolume() {}
}
