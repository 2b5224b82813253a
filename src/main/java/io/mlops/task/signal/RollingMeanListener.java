package io.mlops.task.signal;

/** Hears each value with its rolling mean, in order. */
public interface RollingMeanListener {

    /**
     * @param values as they were given to the signal; reused after the call
     * @param means NaN where there is none; reused after the call
     * @param count how many of them count, from index 0
     */
    void onMeans(double[] values, double[] means, int count);
}
