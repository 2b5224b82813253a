package io.mlops.task.signal;

import org.jspecify.annotations.Nullable;

/** Counts where a series stands above its rolling mean. Fed in order, it never holds more than the window. */
public final class Signal {
    private static final int WARM_UP_VALUES = 64;
    private static final int WARM_UP_CALLS = 400;

    private final WarmupPolicy warmup;
    private final RollingMean rollingMean;
    private final @Nullable RollingMeanListener listener;
    private double[] means = new double[0];

    private long rows;
    private long above;

    /** @param window in rows, at least 1 */
    public Signal(long window, WarmupPolicy warmup) {
        this(window, warmup, null);
    }

    /** @param listener hears each mean; null where nobody wants to */
    public Signal(long window, WarmupPolicy warmup, @Nullable RollingMeanListener listener) {
        this.warmup = warmup;
        this.listener = listener;
        this.rollingMean = warmup == WarmupPolicy.PARTIAL ? RollingMean.partial(window) : RollingMean.full(window);
    }

    /** Lets the JVM see every kind of value before it compiles this for a long series. */
    public static void warmUp() {
        double[] values = new double[WARM_UP_VALUES];
        for (int i = 0; i < values.length; i++) {
            boolean price = i < 16 || i >= 48;
            values[i] = price ? warmUpPrice(i) : warmUpStranger(i);
        }
        Signal signal = new Signal(3, WarmupPolicy.ZERO);
        for (int i = 0; i < WARM_UP_CALLS; i++) {
            signal.next(values, values.length);
        }
    }

    private static double warmUpPrice(int i) {
        return i % 8 < 4 ? 1.1 : i % 3;
    }

    private static double warmUpStranger(int i) {
        return i % 16 == 0 ? Double.NaN : (i % 3 - 1) * 0.7 * i;
    }

    /** Takes the next {@code count} values; NaN and infinities are missing. */
    public void next(double[] values, int count) {
        if (means.length < count) {
            means = new double[count];
        }
        above += rollingMean.next(values, count, means);
        rows += count;
        if (listener != null) {
            listener.onMeans(values, means, count);
        }
    }

    public long rows() {
        return rows;
    }

    /** Rows that have a rolling mean. */
    public long meanCount() {
        return rollingMean.meanCount();
    }

    /** Rows that stand above it. */
    public long above() {
        return above;
    }

    /** The rows that the warm-up convention calls processed. */
    public long rowsProcessed() {
        return warmup == WarmupPolicy.DROP ? meanCount() : rows;
    }

    /** The rows that the rate is over; 0 means that there is no rate. */
    public long rowsInRate() {
        return warmup == WarmupPolicy.EXCLUDE || warmup == WarmupPolicy.DROP ? meanCount() : rows;
    }

    /** The share of rows above their mean, 0 to 1; NaN where no row counts. */
    public double rate() {
        return above / (double) rowsInRate();
    }
}
