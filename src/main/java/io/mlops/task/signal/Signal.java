package io.mlops.task.signal;

/** Counts the rows of a series that are above its rolling mean. Fed in order, it stores no more than the window. */
public final class Signal {
    private static final int WARM_UP_CALLS = 400;

    private final WarmupPolicy warmup;
    private final RollingMean rollingMean;

    private long rows;
    private long above;

    /** @param window in rows, at least 1 */
    public Signal(long window, WarmupPolicy warmup) {
        this.warmup = warmup;
        this.rollingMean = warmup == WarmupPolicy.PARTIAL ? RollingMean.partial(window) : RollingMean.full(window);
    }

    /** Lets HotSpot see prices, missing values and negative numbers before it compiles the loops for a large file. */
    public static void warmUp() {
        double[] values = new double[64];
        for (int i = 0; i < values.length; i++) {
            boolean plain = i < 16 || i >= 48;
            double unusual = i % 16 == 0 ? Double.NaN : (i % 3 - 1) * 0.7 * i;
            values[i] = plain ? (i % 8 < 4 ? 1.1 : i % 3) : unusual;
        }
        double[] means = new double[values.length];
        Signal signal = new Signal(3, WarmupPolicy.ZERO);
        for (int i = 0; i < WARM_UP_CALLS; i++) {
            signal.next(values, values.length, means);
        }
    }

    /**
     * Adds the next {@code count} values; NaN and infinities are missing. Writes the mean at each of them to {@code means},
     * NaN if there is none.
     */
    public void next(double[] values, int count, double[] means) {
        above += rollingMean.next(values, count, means);
        rows += count;
    }

    /** Returns how many bytes its window will take when {@code more} values have been added. */
    public long bytesAfter(int more) {
        return Double.BYTES * rollingMean.capacityAfter(more);
    }

    /** Whether each mean of the last call of {@link #next} is a finite number. */
    public boolean hasFiniteMeans() {
        return rollingMean.isFinite();
    }

    public long rows() {
        return rows;
    }

    /** Returns how many rows have a rolling mean. */
    public long meanCount() {
        return rollingMean.meanCount();
    }

    /** Returns how many rows are above it. */
    public long above() {
        return above;
    }

    /** Returns how many rows the warm-up convention calls processed. */
    public long rowsProcessed() {
        return warmup == WarmupPolicy.DROP ? meanCount() : rows;
    }

    /** Returns the denominator of the rate; 0 if there is no rate. */
    public long rowsInRate() {
        return warmup.countsAllRows() ? rows : meanCount();
    }

    /** Returns the share of rows above their mean, 0 to 1; NaN if no row counts. */
    public double rate() {
        return above / (double) rowsInRate();
    }
}
