package io.mlops.task.csv;

import org.jspecify.annotations.Nullable;

/**
 * Where the marks of a line stand, up to its wanted field or further: another line that has them in the same places, and
 * no others between them, is told by comparing eight bytes at a time. Only how the line goes on is looked for.
 */
final class LineShape {
    /** The shape ends where so many bytes of the line are left, or fewer: what is left varies with every field of it. */
    private static final int MOST_LEFT = 28;

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
    /** Where the digits of the wanted number begin, from the line's begin. */
    private final int digits;

    private final int whole;
    private final int fraction;

    private LineShape(long[] words, int length, byte[] left, int digits, int whole, int fraction) {
        this.words = words;
        this.length = length;
        this.left = left;
        this.digits = digits;
        this.whole = whole;
        this.fraction = fraction;
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
        int whole = Decimals.whole(bytes, at + digits);
        int fraction = places[end] - (at + digits + whole + 1);
        if (!Decimals.isFixed(bytes, at + digits, whole, fraction)) {
            return null;
        }
        int length = places[last] + 1 - at;
        if (length > LONGEST) {
            return null;
        }
        return new LineShape(words(bytes, at, length), length, left, digits, whole, fraction);
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

    private static long difference(byte[] bytes, int at, long[] words, int word) {
        return (Swar.load(bytes, at + 8 * word) ^ words[2 * word]) & words[2 * word + 1];
    }

    /**
     * Where the line behind the one at {@code at} begins, beyond all bytes where this one has another shape. Looks
     * at up to {@link RowParser#PADDING} bytes.
     */
    int next(byte[] bytes, int at) {
        long[] expected = words;
        if (expected.length < 2 * FIRST_WORDS) {
            // never so; said once, it need not be looked at again for each word
            throw new IllegalStateException();
        }
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
        int rest = at + length;
        int place = rest - 1;
        byte[] wanted = left;
        long bits = Marks.thirtyTwo(bytes, rest);
        for (int i = 0; i < wanted.length; i++) {
            place = rest + Long.numberOfTrailingZeros(bits);
            difference |= bytes[place] ^ wanted[i];
            bits &= bits - 1;
        }
        return difference == 0 ? place + 1 : Integer.MAX_VALUE;
    }

    /** The wanted number of a line that has this shape; NaN where it has something else than digits after all. */
    double value(byte[] bytes, int at) {
        return Decimals.fixed(bytes, at + digits, whole, fraction);
    }
}
