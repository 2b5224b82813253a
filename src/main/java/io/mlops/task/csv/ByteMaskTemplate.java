package io.mlops.task.csv;

/**
 * How a stretch of a line looks whose marks stand in the same places in every line: each mark itself, and whether
 * between them there is a digit or a letter.
 */
final class ByteMaskTemplate {
    private static final int EXACT = 0xff;
    /** 0 to 9, and the six characters behind them; no marks. */
    private static final int DIGIT = 0xf0;
    /** A letter or one of {@code @[\]^_`{|}~}, or a byte of a character beyond ASCII; no marks. */
    private static final int LETTER = 0xc0;

    private ByteMaskTemplate() {}

    /**
     * By turns what eight bytes must be and which of their bits count, of the text from {@code at} on.
     *
     * @param least so many words, of which those behind the text are anything
     */
    static long[] words(byte[] bytes, int at, int length, int least) {
        long[] words = new long[2 * Math.max(least, (length + 7) / 8)];
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

    /** 0 where the text at {@code at} looks like it in this word. */
    static long difference(byte[] bytes, int at, long[] words, int word) {
        return (Swar.load(bytes, at + 8 * word) ^ words[2 * word]) & words[2 * word + 1];
    }
}
