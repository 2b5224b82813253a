package io.mlops.task.http.upload;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Searches for a byte sequence. R. N. Horspool, "Practical fast searching in strings", Software: Practice and
 * Experience 10 (1980): the longer the pattern, the fewer bytes are read.
 */
final class HorspoolSearcher {
    private final byte[] pattern;
    /** How far the pattern may be moved, indexed by the byte under its end. */
    private final int[] shifts = new int[256];

    private HorspoolSearcher(byte[] pattern) {
        this.pattern = pattern;
        Arrays.fill(shifts, pattern.length);
        for (int i = 0; i < pattern.length - 1; i++) {
            shifts[pattern[i] & 0xff] = pattern.length - 1 - i;
        }
    }

    static HorspoolSearcher of(String text) {
        return new HorspoolSearcher(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    int length() {
        return pattern.length;
    }

    /** Returns where it starts between {@code from} and {@code to}, -1 if it is not completely contained. */
    int find(byte[] bytes, int from, int to) {
        int last = pattern.length - 1;
        int at = from;
        while (at + last < to) {
            if (Arrays.equals(bytes, at, at + pattern.length, pattern, 0, pattern.length)) {
                return at;
            }
            at += shifts[bytes[at + last] & 0xff];
        }
        return -1;
    }
}
