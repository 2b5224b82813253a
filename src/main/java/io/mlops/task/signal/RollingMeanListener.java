package io.mlops.task.signal;

/** Receives each value with its rolling mean, in order. */
public interface RollingMeanListener {

    /**
     * @param values as passed to the signal; reused after the call
     * @param means NaN if there is none; reused after the call
     * @param count how many of them are valid, from index 0
     */
    void onMeans(double[] values, double[] means, int count);
}
