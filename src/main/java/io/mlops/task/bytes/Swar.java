package io.mlops.task.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * SIMD within a register: eight bytes of text as one long, the first of them lowest. It also finds structural characters:
 * all bytes below {@code '-'}, so every one that may separate, quote, pad or end a field, and none of a plain number, a date
 * or a word.
 */
public final class Swar {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    public static final long HIGH_BITS = 0x8080808080808080L;
    /** Makes a byte above 9 one above 127. */
    private static final long BEYOND_NINE = 0x7676767676767676L;
    /** From here on, the last 52 bits of a double are an integer. */
    public static final double TWO_POW_52 = 0x1p52;

    private static final long TWO_POW_52_BITS = Double.doubleToRawLongBits(TWO_POW_52);

    private static final char FIRST_NON_STRUCTURAL = '-';
    private static final long FIRST_NON_STRUCTURALS = broadcast(FIRST_NON_STRUCTURAL);
    /** Moves the highest bit of each byte to the highest byte, in order. */
    private static final long GATHER = 0x0002040810204081L;

    private Swar() {}

    public static long load(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    /** Returns the index of the first byte that is zero, 8 if there is none. */
    public static int firstZero(long word) {
        return Long.numberOfTrailingZeros(zeros(word)) >>> 3;
    }

    /** Returns the highest bit of each byte that is zero, and of some after the first of them; 0 if there is none. */
    public static long zeros(long word) {
        return (word - ONES) & ~word & HIGH_BITS;
    }

    /** Returns all bits of the last {@code bytes} bytes, 1 to 8. */
    public static long last(int bytes) {
        return -1L << (8 * (Long.BYTES - bytes));
    }

    public static long broadcast(char ascii) {
        return ascii * ONES;
    }

    /** Whether all bytes are 0 to 9. */
    public static boolean areDigits(long bytes) {
        return aboveNine(bytes) == 0;
    }

    /** Returns the highest bit of each byte that is above 9, and of some after it; 0 if there is none. */
    public static long aboveNine(long bytes) {
        return ((bytes + BEYOND_NINE) | bytes) & HIGH_BITS;
    }

    /** Returns the number of eight decimal digits, given as bytes of 0 to 9, the most significant one lowest. */
    public static long decimal(long digits) {
        long pairs = (digits * (1 + (10 << 8))) >>> 8;
        long high = (pairs & 0x000000ff000000ffL) * (100 + (1000000L << 32));
        long low = ((pairs >>> 16) & 0x000000ff000000ffL) * (1 + (10000L << 32));
        return (high + low) >>> 32;
    }

    /** Returns 2^52 plus a number below it: setting the bits is faster than converting it. */
    public static double plusTwoPow52(long number) {
        return Double.longBitsToDouble(TWO_POW_52_BITS | number);
    }

    /** Returns the offsets of all structural characters between {@code from} and {@code to}. */
    public static int[] structuralOffsets(byte[] bytes, int from, int to) {
        int[] offsets = new int[to - from];
        int count = 0;
        for (int at = from; at < to; at++) {
            if (bytes[at] >= 0 && bytes[at] < FIRST_NON_STRUCTURAL) {
                offsets[count++] = at;
            }
        }
        return Arrays.copyOf(offsets, count);
    }

    /** Returns one bit for each of 64 bytes, the first of them lowest; set for a structural character. */
    public static long structuralMask64(byte[] bytes, int at) {
        return structuralMask32(bytes, at) | structuralMask32(bytes, at + 32) << 32;
    }

    public static long structuralMask32(byte[] bytes, int at) {
        return structuralMask8(bytes, at)
                | structuralMask8(bytes, at + 8) << 8
                | structuralMask8(bytes, at + 16) << 16
                | structuralMask8(bytes, at + 24) << 24;
    }

    private static long structuralMask8(byte[] bytes, int at) {
        return (structural(load(bytes, at)) * GATHER) >>> 56;
    }

    /** Returns the highest bit of each byte that is a structural character. */
    private static long structural(long word) {
        return ~(((word | HIGH_BITS) - FIRST_NON_STRUCTURALS) | word) & HIGH_BITS;
    }
}
