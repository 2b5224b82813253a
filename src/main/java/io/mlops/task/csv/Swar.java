package io.mlops.task.csv;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes of text as one long, the first of them lowest. */
final class Swar {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    static final long ONES = 0x0101010101010101L;
    static final long HIGH_BITS = 0x8080808080808080L;
    /** What makes a byte above 9 one above 127. */
    private static final long BEYOND_NINE = 0x7676767676767676L;

    /** From here on, a double's last 52 bits count ones. */
    static final double FROM = 0x1p52;

    private static final long FROM_BITS = Double.doubleToRawLongBits(FROM);

    private Swar() {}

    static long load(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    /** Index of the first byte that is zero, 8 where none is. */
    static int firstZero(long word) {
        return Long.numberOfTrailingZeros(zeros(word)) >>> 3;
    }

    /** The highest bit of each byte that is zero, and of some behind the first of them; 0 where none is. */
    static long zeros(long word) {
        return (word - ONES) & ~word & HIGH_BITS;
    }

    /** All bits of so many bytes, 1 to 8, the last ones. */
    static long last(int bytes) {
        return -1L << (8 * (Long.BYTES - bytes));
    }

    static long broadcast(char ascii) {
        return ascii * ONES;
    }

    /** Whether all bytes are 0 to 9. */
    static boolean areDigits(long bytes) {
        return aboveNine(bytes) == 0;
    }

    /** The highest bit of each byte that is above 9, and of some behind it; 0 where none is. */
    static long aboveNine(long bytes) {
        return ((bytes + BEYOND_NINE) | bytes) & HIGH_BITS;
    }

    /** The number of eight decimal digits, given as bytes of 0 to 9, the most significant one lowest. */
    static long decimal(long digits) {
        long pairs = (digits * (1 + (10 << 8))) >>> 8;
        long high = (pairs & 0x000000ff000000ffL) * (100 + (1000000L << 32));
        long low = ((pairs >>> 16) & 0x000000ff000000ffL) * (1 + (10000L << 32));
        return (high + low) >>> 32;
    }

    /** {@link #FROM} and a number below 2^52 more: it is put there sooner than it is converted. */
    static double fromTwoPow52Bits(long number) {
        return Double.longBitsToDouble(FROM_BITS | number);
    }
}
