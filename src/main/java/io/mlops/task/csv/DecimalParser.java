package io.mlops.task.csv;

/**
 * Plain decimal numbers, eight digits at a time: a minus, up to 8 digits, a point, up to 16 digits, 18 digits at most; or
 * up to 16 digits without a point. They are what {@link Double#parseDouble} makes of them, to the last bit.
 */
final class DecimalParser {
    private static final int WORD = Long.BYTES;
    private static final int MAX_DIGITS = 18;
    private static final int MAX_FRACTION = 16;
    static final long ZEROS = Swar.broadcast('0');
    static final long POINTS = Swar.broadcast('.');
    private static final long[] TENS = new long[MAX_FRACTION + 1];

    static {
        for (int i = 0; i < TENS.length; i++) {
            TENS[i] = (long) NumberParser.POWERS_OF_TEN[i];
        }
    }

    private DecimalParser() {}

    /**
     * NaN where the text is not of this kind, though it may still be a number.
     *
     * @param bytes readable for {@value RowParser#PADDING} bytes beyond {@code to}
     */
    static double parse(byte[] bytes, int from, int to) {
        return bytes[from] == '-' ? -unsigned(bytes, from + 1, to) : unsigned(bytes, from, to);
    }

    private static double unsigned(byte[] bytes, int from, int to) {
        int whole = integerOnly(bytes, from);
        int fraction = to - from - whole - 1;
        return isFixed(bytes, from, whole, fraction) ? fixed(bytes, from, whole, fraction) : integer(bytes, from, to);
    }

    /** How many bytes, up to 8, stand before a point. */
    static int integerOnly(byte[] bytes, int from) {
        return Swar.firstZero(Swar.load(bytes, from) ^ POINTS);
    }

    /** Whether {@link #fixed} may be asked. */
    static boolean isFixed(byte[] bytes, int from, int whole, int fraction) {
        boolean fits = whole >= 1 && fraction >= 1 && whole + fraction <= MAX_DIGITS && fraction <= MAX_FRACTION;
        return fits && bytes[from + whole] == '.';
    }

    /**
     * With the point at a known place; NaN where something else than digits is in theirs. That there is a point, and that
     * the widths are these, {@link #isFixed} has said: it is not looked at again.
     *
     * @param whole digits before the point, 1 to 8
     * @param fraction digits behind it, 1 to 16; not more than 18 in all
     */
    static double fixed(byte[] bytes, int from, int whole, int fraction) {
        long wholeDigits = digits(bytes, from, whole);
        int at = from + whole + 1;
        if (whole + fraction <= WORD) {
            long all = (wholeDigits >>> (8 * fraction)) | digits(bytes, at, fraction);
            return Swar.areDigits(all) ? Swar.decimal(all) / NumberParser.POWERS_OF_TEN[fraction] : Double.NaN;
        }
        int rest = Math.max(fraction - WORD, 0);
        long fractionDigits = digits(bytes, at, fraction - rest);
        long mantissa = Swar.decimal(wholeDigits) * TENS[fraction - rest] + Swar.decimal(fractionDigits);
        long restDigits = 0;
        if (rest > 0) {
            restDigits = digits(bytes, at + WORD, rest);
            mantissa = mantissa * TENS[rest] + Swar.decimal(restDigits);
        }
        if (!Swar.areDigits(wholeDigits) || !Swar.areDigits(fractionDigits) || !Swar.areDigits(restDigits)) {
            return Double.NaN;
        }
        return mantissa <= NumberParser.EXACT
                ? mantissa / NumberParser.POWERS_OF_TEN[fraction]
                : EiselLemire.divide(mantissa, fraction);
    }

    private static double integer(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length < 1 || length > 2 * WORD) {
            return Double.NaN;
        }
        int rest = Math.max(length - WORD, 0);
        long digits = digits(bytes, from, length - rest);
        long restDigits = rest > 0 ? digits(bytes, from + WORD, rest) : 0;
        long value = Swar.decimal(digits) * TENS[rest] + Swar.decimal(restDigits);
        return Swar.areDigits(digits) && Swar.areDigits(restDigits) ? value : Double.NaN;
    }

    /** So many bytes, 1 to 8, as 0 to 9 where they are digits, behind zeros. */
    private static long digits(byte[] bytes, int from, int count) {
        return (Swar.load(bytes, from) ^ ZEROS) << (8 * (WORD - count));
    }
}
