package io.mlops.task.csv;

import org.jspecify.annotations.Nullable;

/**
 * The shape of a line that the general reader has read: which bytes must stand there exactly (separators, quotes, blanks,
 * points, signs) and which may be another one of their kind (digits, letters). A line of the same shape has its fields
 * in the same places and is right or wrong in the same way.
 */
final class RowTemplate {
    /** Lines of more bytes have no template. */
    static final int LONGEST = 512;

    private static final int EXACT = 0xff;
    /** 0 to 9, and the six characters behind them, which separate nothing. */
    private static final int DIGIT = 0xf0;
    /** A letter or one of {@code @[\]^_`{|}~}; or a byte of a character beyond ASCII. */
    private static final int LETTER = 0xc0;

    /** So many words are compared at once, shorter lines or not; then they come in pairs. */
    private static final int FIRST_WORDS = 8;

    /** By turns what eight bytes must be and which of their bits count. */
    private final long[] shape;

    private final @Nullable DecimalTemplate value;
    /** Whether the line is wrapped whole in quotes. */
    final boolean wrapped;
    /** By the place of the first byte that differs: the template of a line that differed there. */
    private final @Nullable RowTemplate[] others;

    private RowTemplate(long[] shape, int length, @Nullable DecimalTemplate value, boolean wrapped) {
        this.shape = shape;
        this.value = value;
        this.wrapped = wrapped;
        this.others = new RowTemplate[length];
    }

    /**
     * @param to behind the line's newline
     * @param value null where the line has none
     */
    static RowTemplate of(byte[] bytes, int from, int to, @Nullable DecimalTemplate value, boolean wrapped) {
        int length = to - from;
        int pairs = (length + 2 * Long.BYTES - 1) / (2 * Long.BYTES);
        long[] shape = new long[Math.max(2 * FIRST_WORDS, 4 * pairs)];
        for (int i = 0; i < length; i++) {
            boolean precise = value != null && value.covers(i);
            int kind = kind(bytes[from + i], precise);
            int shift = 8 * (i & 7);
            shape[i / 8 * 2] |= (long) (bytes[from + i] & kind) << shift;
            shape[i / 8 * 2 + 1] |= (long) kind << shift;
        }
        return new RowTemplate(shape, length, value, wrapped);
    }

    private static int kind(byte b, boolean precise) {
        if ((b & DIGIT) == '0') {
            return DIGIT;
        }
        return precise || (b & LETTER) == 0 ? EXACT : LETTER;
    }

    /** Whether the line at {@code at} has this shape; may look at {@link RowParser#PADDING} bytes behind it. */
    boolean matches(byte[] bytes, int at) {
        long[] expected = shape;
        if (expected.length < 2 * FIRST_WORDS) {
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
        for (int word = FIRST_WORDS; 2 * word < expected.length; word += 2) {
            difference |= difference(bytes, at, expected, word) | difference(bytes, at, expected, word + 1);
        }
        return difference == 0;
    }

    private static long difference(byte[] bytes, int at, long[] shape, int word) {
        return (Swar.load(bytes, at + 8 * word) ^ shape[2 * word]) & shape[2 * word + 1];
    }

    /** For a line that does not match: where it differs first. */
    int mismatch(byte[] bytes, int at) {
        int word = 0;
        long difference = difference(bytes, at, shape, word);
        while (difference == 0) {
            difference = difference(bytes, at, shape, ++word);
        }
        return 8 * word + Long.numberOfTrailingZeros(difference) / 8;
    }

    @Nullable
    RowTemplate other(int mismatch) {
        return others[mismatch];
    }

    void other(int mismatch, RowTemplate template) {
        others[mismatch] = template;
    }

    boolean hasValue() {
        return value != null;
    }

    /** The number in a line that matches; NaN where there is none, or what stands there is not one after all. */
    double value(byte[] bytes, int at) {
        return value == null ? Double.NaN : value.parse(bytes, at);
    }
}
