package io.mlops.task.csv;

import org.jspecify.annotations.Nullable;

/**
 * Where the marks of a line stand, up to its wanted field or further: another line that has them in the same places, and
 * no others between them, is told by comparing eight bytes at a time. Only how the line goes on is looked for.
 *
 * <p>Beware: what a processor does at once, and what HotSpot leaves in its registers, decided how this is written. It
 * finds many lines in one loop and leaves their numbers to another one; each loop alone is as short as it can be.
 */
final class LineShape {
    /** The shape ends where so many bytes of the line are left, or fewer: what is left varies with every field of it. */
    private static final int MOST_LEFT = 28;

    /** In so many bytes behind the shape; a mark that is not met in them seems to stand twice as far away. */
    private static final int LOOKED_AT = 32;

    /** So many words are compared at once, in a longer shape or a shorter one. */
    private static final int FIRST_WORDS = 8;

    private static final int LONGEST = RowParser.PADDING - 2 * Long.SIZE;
    private static final int EXACT = 0xff;
    /** 0 to 9, and the six characters behind them; no marks. */
    private static final int DIGIT = 0xf0;
    /** A letter or one of {@code @[\]^_`{|}~}, or a byte of a character beyond ASCII; no marks. */
    private static final int LETTER = 0xc0;

    /** By turns what eight bytes must be and which of their bits count. */
    private final long[] words;

    private final int length;
    /** The marks behind the shape, the newline last. */
    private final byte[] left;
    /** The wanted ones. */
    final FixedDecimals numbers;

    private LineShape(long[] words, int length, byte[] left, FixedDecimals numbers) {
        this.words = words;
        this.length = length;
        this.left = left;
        this.numbers = numbers;
    }

    /** Of the line at {@code at}, where the marks begin; null where it is too long or its number has no digits or point. */
    static @Nullable LineShape of(byte[] bytes, int at, Marks marks, LinePattern pattern) {
        int[] places = marks.places;
        int newline = pattern.length() - 1;
        int end = pattern.before + 1;
        int last = end;
        while (last < newline && places[newline] - places[last] > MOST_LEFT) {
            last++;
        }
        byte[] left = new byte[newline - last];
        for (int i = 0; i < left.length; i++) {
            left[i] = bytes[places[last + 1 + i]];
        }
        int digits = pattern.before < 0 ? 0 : places[pattern.before] + 1 - at;
        FixedDecimals numbers = FixedDecimals.of(bytes, at, digits, places[end] - at);
        int length = places[last] + 1 - at;
        if (numbers == null || length > LONGEST) {
            return null;
        }
        return new LineShape(words(bytes, at, length), length, left, numbers);
    }

    private static long[] words(byte[] bytes, int at, int length) {
        long[] words = new long[2 * Math.max(FIRST_WORDS, (length + 7) / 8)];
        for (int i = 0; i < length; i++) {
            int kind = kind(bytes[at + i]);
            int shift = 8 * (i & 7);
            words[i / 8 * 2] |= (long) (bytes[at + i] & kind) << shift;
            words[i / 8 * 2 + 1] |= (long) kind << shift;
        }
        return words;
    }

    private static int kind(byte b) {
        if ((b & DIGIT) == '0') {
            return DIGIT;
        }
        return (b & LETTER) == 0 ? EXACT : LETTER;
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
            long bits = Marks.thirtyTwo(bytes, rest);
            long difference = difference(bytes, at, expected, 0)
                    | difference(bytes, at, expected, 1)
                    | difference(bytes, at, expected, 2)
                    | difference(bytes, at, expected, 3)
                    | difference(bytes, at, expected, 4)
                    | difference(bytes, at, expected, 5)
                    | difference(bytes, at, expected, 6)
                    | difference(bytes, at, expected, 7);
            for (int word = FIRST_WORDS; 2 * word < expected.length; word++) {
                difference |= difference(bytes, at, expected, word);
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

    private static long difference(byte[] bytes, int at, long[] words, int word) {
        return (Swar.load(bytes, at + 8 * word) ^ words[2 * word]) & words[2 * word + 1];
    }
}
