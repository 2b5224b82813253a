package io.mlops.task.pipeline;

import io.mlops.task.series.SeriesRows;

/** Receives rows with their rolling means, in order within each series. */
interface MeansListener {

    /** Called once before the first row. */
    default void onOpen(SignalScan scan) {}

    /**
     * @param series the number of the rows' series, from 0
     * @param means NaN if there is none; reused after the call
     */
    void onMeans(int series, SeriesRows rows, double[] means);

    /** Called after rows of all series that were read together. */
    default void onBatchEnd() {}
}
