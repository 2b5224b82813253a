package io.mlops.task.csv;

import java.util.Arrays;

/**
 * Where marks stand: all bytes that are less than {@code '-'}, and so every one that may separate, quote, pad or end a
 * field, and none of a plain number, a date or a word.
 */
final class StructuralBytes {
    private static final char FIRST_OTHER = '-';
    private static final long FIRST_OTHERS = Swar.broadcast(FIRST_OTHER);

    /** Moves the highest bit of each byte to the highest byte, in order. */
    private static final long GATHER = 0x0002040810204081L;

    private StructuralBytes() {}

    /** The places of all marks from {@code from} to {@code to}. */
    static int[] offsets(byte[] bytes, int from, int to) {
        int[] places = new int[to - from];
        int count = 0;
        for (int at = from; at < to; at++) {
            if (bytes[at] >= 0 && bytes[at] < FIRST_OTHER) {
                places[count++] = at;
            }
        }
        return Arrays.copyOf(places, count);
    }

    /** One bit for each of 64 bytes, the first of them lowest; set where a mark stands. */
    static long mask64(byte[] bytes, int at) {
        return mask32(bytes, at) | mask32(bytes, at + 32) << 32;
    }

    static long mask32(byte[] bytes, int at) {
        return mask8(bytes, at) | mask8(bytes, at + 8) << 8 | mask8(bytes, at + 16) << 16 | mask8(bytes, at + 24) << 24;
    }

    private static long mask8(byte[] bytes, int at) {
        return (highBits(Swar.load(bytes, at)) * GATHER) >>> 56;
    }

    /** The highest bit of each byte that is a mark. */
    static long highBits(long word) {
        return ~(((word | Swar.HIGH_BITS) - FIRST_OTHERS) | word) & Swar.HIGH_BITS;
    }
}
