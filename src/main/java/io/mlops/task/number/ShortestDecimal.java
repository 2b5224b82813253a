package io.mlops.task.number;

import java.math.BigInteger;

/**
 * The shortest decimal that round-trips to a double, the nearest if several are equally short: Schubfach, by Raffaello
 * Giulietti, "The Schubfach way to render doubles" (2020), sections 8 and 9. The double is {@code c * 2^q}, the decimal
 * {@link #digits} {@code * 10^} {@link #exponent}. Java's own algorithm is the same from Java 19 on, but allocates a String per number.
 */
final class ShortestDecimal {
    private static final int MANTISSA_BITS = 52;
    private static final long HIDDEN_BIT = 1L << MANTISSA_BITS;
    private static final int EXPONENT_MASK = 0x7ff;
    private static final int MIN_Q = -1074;
    private static final int MIN_K = -324;
    private static final int MAX_K = 292;
    private static final int POWER_BITS = 126;
    private static final long LOW_63 = Long.MAX_VALUE;
    /** {@code ceil(2^64 / 10)}, to divide by 10. */
    private static final long TENTH = 0x1999_9999_9999_999AL;

    /** By k, {@code floor(10^-k * 2^r) + 1} with r so that it has 126 bits; the high and the low 63 of them. */
    private static final long[] HIGH = new long[MAX_K - MIN_K + 1];

    private static final long[] LOW = new long[MAX_K - MIN_K + 1];

    static {
        for (int k = MIN_K; k <= MAX_K; k++) {
            int shift = POWER_BITS - 1 - floorLog2OfPowerOf10(-k);
            BigInteger power = BigInteger.TEN.pow(Math.abs(k));
            BigInteger scaled = k <= 0
                    ? shift >= 0 ? power.shiftLeft(shift) : power.shiftRight(-shift)
                    : BigInteger.ONE.shiftLeft(shift).divide(power);
            BigInteger g = scaled.add(BigInteger.ONE);
            HIGH[k - MIN_K] = g.shiftRight(Long.SIZE - 1).longValueExact();
            LOW[k - MIN_K] = g.longValue() & LOW_63;
        }
    }

    private long digits;
    private int exponent;

    /** May end with zeros. */
    long digits() {
        return digits;
    }

    int exponent() {
        return exponent;
    }

    /** @param bits of a finite positive number */
    void find(long bits) {
        int biased = (int) (bits >>> MANTISSA_BITS) & EXPONENT_MASK;
        long mantissa = bits & (HIDDEN_BIT - 1);
        if (biased == 0) {
            find(MIN_Q, mantissa);
        } else {
            find(biased - 1 + MIN_Q, HIDDEN_BIT | mantissa);
        }
    }

    private void find(int q, long c) {
        int odd = (int) c & 1;
        long centre = c << 2;
        boolean isRegular = c != HIDDEN_BIT || q == MIN_Q;
        long lower = isRegular ? centre - 2 : centre - 1;
        int k = isRegular ? floorLog10OfPowerOf2(q) : floorLog10OfThreeQuartersOfPowerOf2(q);
        int h = q + floorLog2OfPowerOf10(-k) + 2;
        long high = HIGH[k - MIN_K];
        long low = LOW[k - MIN_K];
        long v = roundToOdd(high, low, centre << h);
        long vLower = roundToOdd(high, low, lower << h) + odd;
        long vUpper = roundToOdd(high, low, (centre + 2) << h) - odd;
        long s = v >> 2;
        exponent = k;
        if (s >= 10) {
            long tens = 10 * Math.multiplyHigh(s, TENTH);
            boolean isLowerIn = vLower <= tens << 2;
            boolean isUpperIn = (tens + 10) << 2 <= vUpper;
            if (isLowerIn != isUpperIn) {
                digits = isLowerIn ? tens : tens + 10;
                return;
            }
        }
        boolean isLowerIn = vLower <= s << 2;
        boolean isUpperIn = (s + 1) << 2 <= vUpper;
        if (isLowerIn != isUpperIn) {
            digits = isLowerIn ? s : s + 1;
            return;
        }
        long difference = v - ((2 * s + 1) << 1);
        digits = difference < 0 || (difference == 0 && (s & 1) == 0) ? s : s + 1;
    }

    private static long roundToOdd(long high, long low, long factor) {
        long lowProduct = Math.multiplyHigh(low, factor);
        long middle = ((high * factor) >>> 1) + lowProduct;
        long product = Math.multiplyHigh(high, factor) + (middle >>> (Long.SIZE - 1));
        return product | (((middle & LOW_63) + LOW_63) >>> (Long.SIZE - 1));
    }

    /** For |exponent| up to 6,432,162. */
    private static int floorLog10OfPowerOf2(int exponent) {
        return (int) ((exponent * 661_971_961_083L) >> 41);
    }

    /** Of three quarters of the power, for exponents from -3,606,689 to 3,150,619. */
    private static int floorLog10OfThreeQuartersOfPowerOf2(int exponent) {
        return (int) ((exponent * 661_971_961_083L - 274_743_187_321L) >> 41);
    }

    /** For |exponent| up to 1,838,394. */
    private static int floorLog2OfPowerOf10(int exponent) {
        return (int) ((exponent * 913_124_641_741L) >> 38);
    }
}
