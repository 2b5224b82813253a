package io.mlops.task.csv;

import java.math.BigInteger;

/**
 * Decimal numbers of more digits than a double has, after Daniel Lemire, "Number Parsing at a Gigabyte per Second",
 * Software: Practice and Experience 51 (8), 2021: one multiplication by a truncated reciprocal tells how to round, but
 * where the result lies so near the middle between two doubles that it may be on either side of it.
 */
final class EiselLemire {
    private static final int MAX_SCALE = 16;
    /** Of each power of ten, as an unsigned number with its highest bit set, rounded down. */
    private static final long[] RECIPROCALS = new long[MAX_SCALE + 1];
    /** By how many bits more than 63 each of them is moved to the left. */
    private static final int[] SHIFTS = new int[MAX_SCALE + 1];

    static {
        for (int power = 1; power <= MAX_SCALE; power++) {
            BigInteger ten = BigInteger.TEN.pow(power);
            SHIFTS[power] = ten.bitLength();
            RECIPROCALS[power] =
                    BigInteger.ONE.shiftLeft(63 + ten.bitLength()).divide(ten).longValue();
        }
    }

    private EiselLemire() {}

    /**
     * The double next to {@code mantissa / 10^power}.
     *
     * @param mantissa above 2^53
     * @param power 1 to 16
     */
    static double divide(long mantissa, int power) {
        int zeros = Long.numberOfLeadingZeros(mantissa);
        long product = unsignedMultiplyHigh(mantissa << zeros, RECIPROCALS[power]);
        int surplus = product < 0 ? 11 : 10;
        long half = 1L << (surplus - 1);
        long below = product & (2 * half - 1);
        if (below == half || below == half - 1) {
            return Double.parseDouble(mantissa + "e-" + power);
        }
        long rounded = (product >>> surplus) + (below > half ? 1 : 0);
        return rounded * powerOfTwo(surplus + 1 - zeros - SHIFTS[power]);
    }

    private static double powerOfTwo(int exponent) {
        return Double.longBitsToDouble((long) (Double.MAX_EXPONENT + exponent) << 52);
    }

    /** As {@code Math.unsignedMultiplyHigh}, which Java 17 does not have, of two negative numbers or a positive one. */
    private static long unsignedMultiplyHigh(long a, long b) {
        return Math.multiplyHigh(a, b) + (a >> 63 & b) + (b >> 63 & a);
    }
}
