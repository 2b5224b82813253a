package io.mlops.task.csv;

import org.jspecify.annotations.Nullable;

/** Numbers that stand in the same place of each line and have as many digits before and behind their point. */
final class FixedDecimals {
    private static final int WORD = Long.BYTES;

    /** Where the number begins and ends, from the line's begin. */
    private final int begin;

    private final int end;
    private final int whole;
    private final int fraction;

    private FixedDecimals(int begin, int end, int whole) {
        this.begin = begin;
        this.end = end;
        this.whole = whole;
        this.fraction = end - begin - whole - 1;
    }

    /** Like the one of the line at {@code at}; null where that has something else than digits and a point, such as a sign. */
    static @Nullable FixedDecimals of(byte[] bytes, int at, int begin, int end) {
        int whole = DecimalParser.integerOnly(bytes, at + begin);
        FixedDecimals numbers = new FixedDecimals(begin, end, whole);
        boolean fixed = DecimalParser.isFixed(bytes, at + begin, whole, numbers.fraction)
                && !Double.isNaN(DecimalParser.fixed(bytes, at + begin, whole, numbers.fraction));
        return fixed ? numbers : null;
    }

    /**
     * Reads the number of each line; answers how many there are before one that has something else than digits.
     *
     * @param begins where the lines begin
     */
    int read(byte[] bytes, int[] begins, int count, double[] values, int into) {
        boolean inOneWord = end - begin <= WORD && begins[0] + end >= WORD;
        if (inOneWord && readWords(bytes, begins, count, values, into)) {
            return count;
        }
        for (int i = 0; i < count; i++) {
            double value = DecimalParser.fixed(bytes, begins[i] + begin, whole, fraction);
            if (Double.isNaN(value)) {
                return i;
            }
            values[into + i] = value;
        }
        return count;
    }

    /**
     * Reads numbers by the word that ends where they end; false where one is none, and then the values are not to be used.
     * They must not be longer than a word, and in the first line eight bytes stand before their end.
     */
    boolean readWords(byte[] bytes, int[] begins, int count, double[] values, int into) {
        int offset = end - WORD;
        long digits = Swar.last(whole + fraction);
        long behindPoint = Swar.last(fraction);
        long beforePoint = (digits ^ behindPoint) >>> 8;
        long zeros = DecimalParser.ZEROS & digits;
        double power = NumberParser.POWERS_OF_TEN[fraction];
        long strange = 0;
        for (int i = 0; i < count; i++) {
            long word = Swar.load(bytes, begins[i] + offset);
            long number = ((word & beforePoint) << 8 | (word & behindPoint)) ^ zeros;
            strange |= Swar.aboveNine(number);
            values[into + i] = Swar.fromTwoPow52Bits(Swar.decimal(number));
        }
        for (int i = into; i < into + count; i++) {
            values[i] = (values[i] - Swar.FROM) / power;
        }
        return strange == 0;
    }
}
