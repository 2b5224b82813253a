package io.mlops.task.csv;

import java.util.Arrays;

/**
 * Where the marks of a stretch of bytes stand: all that are less than {@code '-'}, and so every byte that may separate,
 * quote, pad or end a field, and none of a plain number, a date or a word.
 */
final class Marks {
    private static final int BITS = Long.SIZE;
    /** So many are written at once, there or not: how many there are is what a processor cannot foresee. */
    private static final int AT_ONCE = 12;

    /** Moves the highest bit of each byte to the highest byte, in order. */
    private static final long GATHER = 0x0002040810204081L;

    int[] places = new int[1024];
    int count;

    /** Index of the first such mark from that index on, -1 where there is none. */
    int first(char mark, byte[] bytes, int from) {
        for (int i = from; i < count; i++) {
            if (bytes[places[i]] == mark) {
                return i;
            }
        }
        return -1;
    }

    /** Index of the mark that stands at a place, -1 where none does. */
    int at(int place) {
        for (int i = 0; i < count && places[i] <= place; i++) {
            if (places[i] == place) {
                return i;
            }
        }
        return -1;
    }

    /** Finds the marks from {@code from} to {@code to}; looks at up to {@link RowParser#PADDING} bytes behind it. */
    void find(byte[] bytes, int from, int to) {
        int found = 0;
        int[] into = places;
        for (int at = from; at < to; at += BITS) {
            long bits = sixtyFour(bytes, at);
            if (to - at < BITS) {
                bits &= (1L << (to - at)) - 1;
            }
            if (into.length < found + BITS + AT_ONCE) {
                into = Arrays.copyOf(into, 2 * into.length);
            }
            int end = found + Long.bitCount(bits);
            do {
                bits = write(bits, at, into, found);
                found += AT_ONCE;
            } while (found < end);
            found = end;
        }
        places = into;
        count = found;
    }

    private static long write(long all, int at, int[] into, int index) {
        long bits = all;
        for (int i = 0; i < AT_ONCE; i++) {
            into[index + i] = at + Long.numberOfTrailingZeros(bits);
            bits &= bits - 1;
        }
        return bits;
    }

    private static long sixtyFour(byte[] bytes, int at) {
        return thirtyTwo(bytes, at) | thirtyTwo(bytes, at + 32) << 32;
    }

    /** One bit for each of 32 bytes, the first of them lowest; set where a mark stands. */
    static long thirtyTwo(byte[] bytes, int at) {
        return eight(bytes, at) | eight(bytes, at + 8) << 8 | eight(bytes, at + 16) << 16 | eight(bytes, at + 24) << 24;
    }

    static long eight(byte[] bytes, int at) {
        return (Swar.marks(Swar.load(bytes, at)) * GATHER) >>> 56;
    }
}
