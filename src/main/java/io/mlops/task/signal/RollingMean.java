package io.mlops.task.signal;

import io.mlops.task.text.Messages;
import java.util.Arrays;

/**
 * The mean over the last {@code window} values, bit for bit what pandas' {@code Series.rolling(window).mean()} gives.
 *
 * <p>It is a Kahan-compensated running sum, one compensation for what enters and one for what leaves, corrected if all
 * values in the window are equal or of one sign; described by {@code roll_mean} in pandas'
 * {@code _libs/window/aggregations.pyx}. A mean depends on every value since the first one, so a series is fed from its
 * start, in order. Infinities and NaN are missing: a window that has fewer values than {@code minPeriods}
 * has the mean NaN.
 */
public final class RollingMean {
    private static final int FIRST_CAPACITY = 16;
    /** A short loop that is called often is compiled sooner than a long one that is called rarely. */
    private static final int VALUES_AT_ONCE = 64;

    private static final int MAX_ARRAY_LENGTH = Integer.MAX_VALUE - 8;
    /** A value from 0 to below this is plain: it is not missing, not negative, and no sum of such values overflows. */
    private static final long BEYOND_PLAIN = Double.doubleToRawLongBits(0x1p900);

    private final long window;
    private final long minPeriods;

    /** The values in the window; the next to leave is at {@code at}. NaN for missing ones, and before the first. */
    private double[] ring;

    private int at;

    private double sum;
    private double addLoss;
    private double removeLoss;
    private long present;
    private long negative;
    private long same;
    private double previous = Double.NaN;
    /** How many values were added after the last one that was not plain. */
    private long plain;

    private long meanCount;
    private boolean finite = true;

    private RollingMean(long window, long minPeriods) {
        this.window = window;
        this.minPeriods = minPeriods;
        this.ring = new double[(int) Math.min(window, FIRST_CAPACITY)];
        Arrays.fill(ring, Double.NaN);
    }

    /** A mean needs a full window. */
    public static RollingMean full(long window) {
        return new RollingMean(positive(window), window);
    }

    /** A mean needs one value. */
    public static RollingMean partial(long window) {
        return new RollingMean(positive(window), 1);
    }

    /**
     * Adds the next {@code count} values and writes the mean at each of them to {@code means}; returns how many values are
     * above their mean.
     */
    public int next(double[] values, int count, double[] means) {
        int above = 0;
        finite = true;
        for (int from = 0; from < count; from += VALUES_AT_ONCE) {
            int to = Math.min(from + VALUES_AT_ONCE, count);
            above += window == 1 ? copy(values, from, to, means) : roll(values, from, to, means);
        }
        return above;
    }

    /** Returns how many values had a mean so far. */
    public long meanCount() {
        return meanCount;
    }

    /** Whether each mean of the last call is a finite number. */
    public boolean isFinite() {
        return finite;
    }

    private int copy(double[] values, int from, int to, double[] means) {
        for (int i = from; i < to; i++) {
            means[i] = Double.isInfinite(values[i]) ? Double.NaN : values[i];
            meanCount += Double.isNaN(means[i]) ? 0 : 1;
            finite &= Double.isFinite(means[i]);
        }
        return 0;
    }

    private int roll(double[] values, int from, int to, double[] means) {
        boolean onlyPlain = plain >= window && Double.isFinite(sum + addLoss + removeLoss);
        return onlyPlain ? rollFiniteNonNegative(values, from, to, means) : rollGeneral(values, from, to, means);
    }

    /**
     * {@link #rollGeneral} without the cases that cannot occur while all values in the window are plain.
     *
     * <p>Both work on copies of the fields: the loop is as fast as the sum's chain of additions only if all stay in registers.
     */
    private int rollFiniteNonNegative(double[] values, int from, int to, double[] means) {
        double[] ring = this.ring;
        int at = this.at;
        double sum = this.sum;
        double addLoss = this.addLoss;
        double removeLoss = this.removeLoss;
        long window = this.window;
        long same = this.same;
        double previous = this.previous;
        int above = 0;
        int i = from;
        while (i < to && isPlain(values[i])) {
            double entering = values[i];
            double leave = -ring[at] - removeLoss;
            ring[at] = entering;
            at = at + 1 == ring.length ? 0 : at + 1;
            double less = sum + leave;
            removeLoss = less - sum - leave;
            double enter = entering - addLoss;
            sum = less + enter;
            addLoss = sum - less - enter;
            same = entering == previous ? same + 1 : 1;
            previous = entering;
            double mean = sum / (double) window;
            if (same >= window) {
                mean = entering;
            } else if (mean < 0) {
                mean = 0;
            }
            means[i++] = mean;
            above += entering > mean ? 1 : 0;
        }
        this.at = at;
        this.sum = sum;
        this.addLoss = addLoss;
        this.removeLoss = removeLoss;
        this.same = same;
        this.previous = previous;
        meanCount += i - from;
        return i == to ? above : above + rollGeneral(values, i, to, means);
    }

    private int rollGeneral(double[] values, int from, int to, double[] means) {
        double sum = this.sum;
        double addLoss = this.addLoss;
        double removeLoss = this.removeLoss;
        long present = this.present;
        long negative = this.negative;
        long same = this.same;
        double previous = this.previous;
        long plain = this.plain;
        int meanCount = 0;
        boolean finite = this.finite;
        int above = 0;
        for (int i = from; i < to; i++) {
            double entering = values[i];
            double leaving = replace(entering);
            if (!Double.isNaN(leaving)) {
                present--;
                negative -= signBit(leaving);
                double y = -leaving - removeLoss;
                double t = sum + y;
                removeLoss = t - sum - y;
                sum = t;
            }
            if (Double.isFinite(entering)) {
                present++;
                negative += signBit(entering);
                double y = entering - addLoss;
                double t = sum + y;
                addLoss = t - sum - y;
                sum = t;
                same = entering == previous ? same + 1 : 1;
                previous = entering;
            }
            double mean = sum / present;
            if (present < minPeriods) {
                mean = Double.NaN;
            } else if (same >= present) {
                mean = previous;
            } else if ((negative == 0 && mean < 0) || (negative == present && mean > 0)) {
                mean = 0;
            }
            means[i] = mean;
            plain = isPlain(entering) ? plain + 1 : 0;
            meanCount += Double.isNaN(mean) ? 0 : 1;
            finite &= Double.isFinite(mean);
            above += entering > mean ? 1 : 0;
        }
        this.sum = sum;
        this.addLoss = addLoss;
        this.removeLoss = removeLoss;
        this.present = present;
        this.negative = negative;
        this.same = same;
        this.previous = previous;
        this.plain = plain;
        this.meanCount += meanCount;
        this.finite = finite;
        return above;
    }

    /** Returns for how many values it will have room when {@code more} have been added. */
    long capacityAfter(int more) {
        int capacity = ring.length;
        while (capacity < window && capacity - at <= more) {
            capacity = grown(window, capacity);
        }
        return capacity;
    }

    private double replace(double entering) {
        double leaving = ring[at];
        ring[at] = Double.isFinite(entering) ? entering : Double.NaN;
        if (++at == ring.length) {
            wrap();
        }
        return leaving;
    }

    private void wrap() {
        if (ring.length == window) {
            at = 0;
            return;
        }
        ring = Arrays.copyOf(ring, grown(window, at));
        Arrays.fill(ring, at, ring.length, Double.NaN);
    }

    /** Returns the next capacity, when there is no room for another value of a window. */
    static int grown(long window, int capacity) {
        if (capacity == MAX_ARRAY_LENGTH) {
            throw new OutOfMemoryError("window " + window + ": only " + MAX_ARRAY_LENGTH + " values can be stored");
        }
        return (int) Math.min(Math.min(window, 2L * capacity), MAX_ARRAY_LENGTH);
    }

    /** The sign is the highest bit, and what is missing has the highest exponent. */
    private static boolean isPlain(double value) {
        return Long.compareUnsigned(Double.doubleToRawLongBits(value), BEYOND_PLAIN) < 0;
    }

    /** 1 for a negative number; -0.0 is one. */
    private static long signBit(double value) {
        return Double.doubleToRawLongBits(value) >>> 63;
    }

    private static long positive(long window) {
        if (window < 1) {
            throw new IllegalArgumentException("window " + Messages.mustBe("at least 1", window));
        }
        return window;
    }
}
