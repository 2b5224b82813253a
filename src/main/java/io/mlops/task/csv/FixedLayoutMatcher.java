package io.mlops.task.csv;

import io.mlops.task.bytes.Swar;
import io.mlops.task.number.DecimalParser;
import org.jspecify.annotations.Nullable;

/**
 * Matches lines whose structural characters have the same offsets up to the end of the column's field, or further, and no
 * others between them: eight bytes are compared at a time. Only the rest of the line is searched for structural characters.
 */
final class FixedLayoutMatcher implements LineMatcher {
    /** The layout ends where at most this many bytes of the line are left: their widths vary with every field. */
    private static final int MAX_REMAINING = 28;
    /** Bytes after the layout that are searched; a character that is not found in them counts as twice as far away. */
    private static final int SEARCHED = 32;
    /** Words that are always compared, those of a shorter layout included. */
    private static final int MIN_WORDS = 8;

    private static final int MAX_LAYOUT_BYTES = RowParser.PADDING - 2 * Long.SIZE;

    /** See {@link Template#words}. */
    private final long[] words;

    private final int length;
    /** The structural characters after the layout, the newline last. */
    private final byte[] remaining;

    private final DecimalParser.FixedWidth numbers;
    /** By key field, from the line's start. */
    private final int[] keyStarts;

    private final int[] keyEnds;

    private FixedLayoutMatcher(
            long[] words,
            int length,
            byte[] remaining,
            DecimalParser.FixedWidth numbers,
            int[] keyStarts,
            int[] keyEnds) {
        this.keyStarts = keyStarts;
        this.keyEnds = keyEnds;
        this.words = words;
        this.length = length;
        this.remaining = remaining;
        this.numbers = numbers;
    }

    /**
     * Learns from the line at {@code at}; null if it is too long or its number is not digits with a point.
     *
     * @param number where the column's number starts
     * @param ends where it ends, and each further structural character, the newline last
     * @param keyStarts of each key field, from the line's start
     * @param keyEnds the same; the layout reaches beyond them
     */
    static @Nullable FixedLayoutMatcher of(
            byte[] bytes, int at, int number, int[] ends, int[] keyStarts, int[] keyEnds) {
        int lastKeyEnd = at;
        for (int end : keyEnds) {
            lastKeyEnd = Math.max(lastKeyEnd, at + end);
        }
        int newline = ends.length - 1;
        int last = 0;
        while (last < newline && (ends[newline] - ends[last] > MAX_REMAINING || ends[last] < lastKeyEnd)) {
            last++;
        }
        byte[] remaining = new byte[newline - last];
        for (int i = 0; i < remaining.length; i++) {
            remaining[i] = bytes[ends[last + 1 + i]];
        }
        DecimalParser.FixedWidth numbers = DecimalParser.FixedWidth.of(bytes, at, number - at, ends[0] - at);
        int length = ends[last] + 1 - at;
        if (numbers == null || length > MAX_LAYOUT_BYTES) {
            return null;
        }
        return new FixedLayoutMatcher(
                Template.words(bytes, at, length, MIN_WORDS), length, remaining, numbers, keyStarts, keyEnds);
    }

    @Override
    public int match(byte[] bytes, int to, int[] lineStarts) {
        long[] expected = words;
        byte[] expectedRest = remaining;
        int fixed = length;
        if (expected.length < 2 * MIN_WORDS) {
            // never true, but spares the compiled loop a range check for each word
            throw new IllegalStateException();
        }
        int count = 0;
        int at = lineStarts[0];
        while (count < lineStarts.length - 1 && at < to) {
            int rest = at + fixed;
            long bits = Swar.structuralMask32(bytes, rest);
            long difference = Template.difference(bytes, at, expected, 0)
                    | Template.difference(bytes, at, expected, 1)
                    | Template.difference(bytes, at, expected, 2)
                    | Template.difference(bytes, at, expected, 3)
                    | Template.difference(bytes, at, expected, 4)
                    | Template.difference(bytes, at, expected, 5)
                    | Template.difference(bytes, at, expected, 6)
                    | Template.difference(bytes, at, expected, 7);
            for (int word = MIN_WORDS; 2 * word < expected.length; word++) {
                difference |= Template.difference(bytes, at, expected, word);
            }
            int offset = rest - 1;
            for (int i = 0; i < expectedRest.length; i++) {
                offset = rest + Long.numberOfTrailingZeros(bits);
                difference |= bytes[offset] ^ expectedRest[i];
                bits &= bits - 1;
            }
            at = offset + 1;
            if (difference != 0 || at > to || offset - rest >= SEARCHED) {
                break;
            }
            lineStarts[++count] = at;
        }
        return count;
    }

    @Override
    public int read(byte[] bytes, int[] lineStarts, int lines, RowBatch rows) {
        return numbers.read(bytes, lineStarts, lines, rows.ensureCapacity(lines), rows.count);
    }

    @Override
    public void locateKeys(int[] lineStarts, int lines, RowBatch rows) {
        for (int key = 0; key < keyStarts.length; key++) {
            int[] from = rows.keyFrom[key];
            int[] to = rows.keyTo[key];
            for (int i = 0; i < lines; i++) {
                from[rows.count + i] = lineStarts[i] + keyStarts[key];
                to[rows.count + i] = lineStarts[i] + keyEnds[key];
            }
        }
    }
}
