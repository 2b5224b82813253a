package io.mlops.task.csv;

import org.jspecify.annotations.Nullable;

/**
 * Where the marks of a line stand, up to its wanted field or further: another line that has them in the same places, and
 * no others between them, is told by comparing eight bytes at a time. Only how the line goes on is looked for.
 *
 * <p>Beware: what a processor does at once, and what HotSpot leaves in its registers, decided how this is written. It
 * finds many lines in one loop and leaves their numbers to another one; each loop alone is as short as it can be.
 */
final class FixedLayoutMatcher {
    /** The shape ends where so many bytes of the line are left, or fewer: what is left varies with every field of it. */
    private static final int MAX_REMAINING = 28;

    /** In so many bytes behind the shape; a mark that is not met in them seems to stand twice as far away. */
    private static final int LOOKED_AT = 32;

    /** So many words are compared at once, of a longer shape or a shorter one. */
    private static final int FIRST_WORDS = 8;

    private static final int MAX_LENGTH = RowParser.PADDING - 2 * Long.SIZE;

    /** By turns what eight bytes must be and which of their bits count. */
    private final long[] words;

    private final int length;
    /** The marks behind the shape, the newline last. */
    private final byte[] left;
    /** The wanted ones. */
    final FixedDecimals numbers;

    private FixedLayoutMatcher(long[] words, int length, byte[] left, FixedDecimals numbers) {
        this.words = words;
        this.length = length;
        this.left = left;
        this.numbers = numbers;
    }

    /**
     * Of the line at {@code at}; null where it is too long or its number has no digits or point.
     *
     * @param number where the wanted number begins
     * @param ends where it ends and each further mark stands, the newline last
     */
    static @Nullable FixedLayoutMatcher of(byte[] bytes, int at, int number, int[] ends) {
        int newline = ends.length - 1;
        int last = 0;
        while (last < newline && ends[newline] - ends[last] > MAX_REMAINING) {
            last++;
        }
        byte[] left = new byte[newline - last];
        for (int i = 0; i < left.length; i++) {
            left[i] = bytes[ends[last + 1 + i]];
        }
        FixedDecimals numbers = FixedDecimals.of(bytes, at, number - at, ends[0] - at);
        int length = ends[last] + 1 - at;
        if (numbers == null || length > MAX_LENGTH) {
            return null;
        }
        return new FixedLayoutMatcher(ByteMaskTemplate.words(bytes, at, length, FIRST_WORDS), length, left, numbers);
    }

    /**
     * Finds where lines of this shape begin, one behind the other from {@code begins[0]} on; answers how many there are.
     * Looks at up to {@link RowParser#PADDING} bytes behind {@code to}.
     *
     * @param to where the last line may end
     * @param begins has room for one more, where what follows them begins
     */
    int match(byte[] bytes, int to, int[] begins) {
        long[] expected = words;
        byte[] wanted = left;
        int fixed = length;
        if (expected.length < 2 * FIRST_WORDS) {
            // never so; said once, it need not be looked at again for each word
            throw new IllegalStateException();
        }
        int count = 0;
        int at = begins[0];
        while (count < begins.length - 1 && at < to) {
            int rest = at + fixed;
            long bits = StructuralBytes.mask32(bytes, rest);
            long difference = ByteMaskTemplate.difference(bytes, at, expected, 0)
                    | ByteMaskTemplate.difference(bytes, at, expected, 1)
                    | ByteMaskTemplate.difference(bytes, at, expected, 2)
                    | ByteMaskTemplate.difference(bytes, at, expected, 3)
                    | ByteMaskTemplate.difference(bytes, at, expected, 4)
                    | ByteMaskTemplate.difference(bytes, at, expected, 5)
                    | ByteMaskTemplate.difference(bytes, at, expected, 6)
                    | ByteMaskTemplate.difference(bytes, at, expected, 7);
            for (int word = FIRST_WORDS; 2 * word < expected.length; word++) {
                difference |= ByteMaskTemplate.difference(bytes, at, expected, word);
            }
            int place = rest - 1;
            for (int i = 0; i < wanted.length; i++) {
                place = rest + Long.numberOfTrailingZeros(bits);
                difference |= bytes[place] ^ wanted[i];
                bits &= bits - 1;
            }
            at = place + 1;
            if (difference != 0 || at > to || place - rest >= LOOKED_AT) {
                break;
            }
            begins[++count] = at;
        }
        return count;
    }
}
