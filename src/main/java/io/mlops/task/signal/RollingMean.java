package io.mlops.task.signal;

import java.util.Arrays;

/**
 * The mean over the last {@code window} values, bit for bit what pandas' {@code Series.rolling(window).mean()} gives.
 *
 * <p>It is a Kahan-compensated running sum, one compensation for what enters and one for what leaves, corrected where
 * all values in the window are equal or of one sign; described by {@code roll_mean} in pandas'
 * {@code _libs/window/aggregations.pyx}. What a mean is depends on every value since the first one, so a series is fed
 * from its beginning, in order. Infinities and NaN are missing: a window that holds fewer values than {@code minPeriods}
 * has the mean NaN.
 */
public final class RollingMean {
    private static final int FIRST_CAPACITY = 1024;
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private final long window;
    private final long minPeriods;

    /** The values in the window, oldest at {@code oldest}; NaN for missing ones. */
    private double[] ring;

    private int held;
    private int oldest;

    private double sum;
    private double addLoss;
    private double removeLoss;
    private long present;
    private long negative;
    private long same;
    private double previous = Double.NaN;

    private RollingMean(long window, long minPeriods) {
        this.window = window;
        this.minPeriods = minPeriods;
        this.ring = new double[(int) Math.min(window, FIRST_CAPACITY)];
    }

    /** A mean needs a full window. */
    public static RollingMean full(long window) {
        return new RollingMean(positive(window), window);
    }

    /** A mean needs one value. */
    public static RollingMean partial(long window) {
        return new RollingMean(positive(window), 1);
    }

    /** Takes the next {@code count} values and writes the mean at each of them to {@code means}. */
    public void next(double[] values, int count, double[] means) {
        if (window == 1) {
            for (int i = 0; i < count; i++) {
                double value = values[i];
                means[i] = Double.isInfinite(value) ? Double.NaN : value;
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            means[i] = next(values[i]);
        }
    }

    private double next(double value) {
        double entering = Double.isFinite(value) ? value : Double.NaN;
        if (held == window) {
            remove(ring[oldest]);
            ring[oldest] = entering;
            oldest = oldest + 1 == held ? 0 : oldest + 1;
        } else {
            if (held == ring.length) {
                ring = Arrays.copyOf(ring, (int) Math.min(Math.min(window, 2L * held), LARGEST_ARRAY));
            }
            ring[held++] = entering;
        }
        add(entering);
        return mean();
    }

    private void remove(double value) {
        if (!Double.isNaN(value)) {
            present--;
            double y = -value - removeLoss;
            double t = sum + y;
            removeLoss = t - sum - y;
            sum = t;
            if (isNegative(value)) {
                negative--;
            }
        }
    }

    private void add(double value) {
        if (!Double.isNaN(value)) {
            present++;
            double y = value - addLoss;
            double t = sum + y;
            addLoss = t - sum - y;
            sum = t;
            if (isNegative(value)) {
                negative++;
            }
            same = value == previous ? same + 1 : 1;
            previous = value;
        }
    }

    private double mean() {
        if (present < minPeriods) {
            return Double.NaN;
        }
        double mean = sum / present;
        if (same >= present) {
            return previous;
        }
        if ((negative == 0 && mean < 0) || (negative == present && mean > 0)) {
            return 0;
        }
        return mean;
    }

    /** By the sign bit, so that -0.0 counts. */
    private static boolean isNegative(double value) {
        return Double.doubleToRawLongBits(value) < 0;
    }

    private static long positive(long window) {
        if (window < 1) {
            throw new IllegalArgumentException("window " + window + ", wanted at least 1");
        }
        return window;
    }
}
