package io.mlops.task.signal;

/** Counts where a series stands above its rolling mean. Fed in order, it never holds more than the window. */
public final class Signal {
    private final Warmup warmup;
    private final RollingMean rollingMean;
    private double[] means = new double[0];

    private long rows;
    private long numbers;
    private long withMean;
    private long above;

    /** @param window in rows, at least 1 */
    public Signal(long window, Warmup warmup) {
        this.warmup = warmup;
        this.rollingMean = warmup == Warmup.PARTIAL ? RollingMean.partial(window) : RollingMean.full(window);
    }

    /** Takes the next {@code count} values; NaN and infinities are missing. */
    public void next(double[] values, int count) {
        if (means.length < count) {
            means = new double[count];
        }
        rollingMean.next(values, count, means);
        for (int i = 0; i < count; i++) {
            double value = values[i];
            double mean = means[i];
            numbers += Double.isNaN(value) ? 0 : 1;
            withMean += Double.isNaN(mean) ? 0 : 1;
            above += value > mean ? 1 : 0;
        }
        rows += count;
    }

    public long rows() {
        return rows;
    }

    /** Values that are not missing; infinities are not. */
    public long numbers() {
        return numbers;
    }

    /** Rows that have a rolling mean. */
    public long withMean() {
        return withMean;
    }

    /** Rows that stand above it. */
    public long above() {
        return above;
    }

    /** The rows that the warm-up convention calls processed. */
    public long rowsProcessed() {
        return warmup == Warmup.DROP ? withMean : rows;
    }

    /** The rows that the rate is over; 0 means that there is no rate. */
    public long rowsInRate() {
        return warmup == Warmup.EXCLUDE || warmup == Warmup.DROP ? withMean : rows;
    }

    /** The share of rows above their mean, 0 to 1; NaN where no row counts. */
    public double rate() {
        return above / (double) rowsInRate();
    }
}
