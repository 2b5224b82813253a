package io.mlops.task.csv;

import org.jspecify.annotations.Nullable;

/**
 * Where the digits of a decimal number stand in a line: a sign, up to 8 digits, a point, up to 16 digits; 18 digits at
 * most. The number is what {@link Double#parseDouble} makes of it, to the last bit.
 */
final class DecimalTemplate {
    private static final int MOST_DIGITS = 18;
    private static final int WORD = 8;
    private static final long NIBBLES = 0x0f0f0f0f0f0f0f0fL;
    private static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16
    };

    private final int from;
    private final int to;

    private final int wholeAt;
    private final long wholeMask;
    private final int wholeShift;
    private final int fractionAt;
    private final long fractionMask;
    private final int fractionShift;
    /** All digits fit one word. */
    private final boolean isShort;

    private final long fractionScale;
    private final long restMask;
    private final int restShift;
    private final long restScale;
    /** Negative for a negative number. */
    private final double divisor;

    private DecimalTemplate(int from, int to, int whole, int wholeAt, int fraction, int fractionAt, boolean negative) {
        this.from = from;
        this.to = to;
        this.wholeAt = wholeAt;
        this.fractionAt = fractionAt;
        int first = Math.min(fraction, WORD);
        int rest = fraction - first;
        isShort = whole + fraction <= WORD;
        wholeMask = mask(whole);
        wholeShift = shift(isShort ? whole + fraction : whole);
        fractionMask = mask(first);
        fractionShift = shift(first);
        fractionScale = (long) POWERS_OF_TEN[first];
        restMask = mask(rest);
        restShift = shift(rest);
        restScale = (long) POWERS_OF_TEN[rest];
        divisor = negative ? -POWERS_OF_TEN[fraction] : POWERS_OF_TEN[fraction];
    }

    /**
     * Null where the text from {@code from} to {@code to} is not of this kind.
     *
     * @param lineFrom where the line begins; places count from there
     */
    static @Nullable DecimalTemplate of(byte[] bytes, int lineFrom, int from, int to) {
        int start = Numbers.trimStart(bytes, from, to);
        int end = Numbers.trimEnd(bytes, start, to);
        boolean signed = start < end && (bytes[start] == '-' || bytes[start] == '+');
        int wholeAt = signed ? start + 1 : start;
        int whole = Numbers.digits(bytes, wholeAt, end);
        int point = wholeAt + whole;
        int fractionAt = point < end && bytes[point] == '.' ? point + 1 : point;
        int fraction = Numbers.digits(bytes, fractionAt, end);
        boolean plain = fractionAt + fraction == end
                && whole <= WORD
                && fraction <= 2 * WORD
                && whole + fraction > 0
                && whole + fraction <= MOST_DIGITS;
        if (!plain) {
            return null;
        }
        return new DecimalTemplate(
                from - lineFrom,
                to - lineFrom,
                whole,
                wholeAt - lineFrom,
                fraction,
                fractionAt - lineFrom,
                signed && bytes[start] == '-');
    }

    private static long mask(int digits) {
        return digits == 0 ? 0 : NIBBLES >>> shift(digits);
    }

    /** By how much the digits move, so that the last of them is the highest byte. */
    private static int shift(int digits) {
        return digits == 0 ? 0 : 8 * (WORD - digits);
    }

    /** Whether the field reaches over the byte at this place of the line. */
    boolean covers(int place) {
        return place >= from && place < to;
    }

    /** The number in the line at {@code at}; NaN where something else than digits stands in their places. */
    double parse(byte[] bytes, int at) {
        long whole = (Swar.load(bytes, at + wholeAt) & wholeMask) << wholeShift;
        long fraction = (Swar.load(bytes, at + fractionAt) & fractionMask) << fractionShift;
        long mantissa;
        if (isShort) {
            long digits = whole | fraction;
            if (!Swar.areDigits(digits)) {
                return Double.NaN;
            }
            mantissa = Swar.decimal(digits);
        } else {
            long rest = (Swar.load(bytes, at + fractionAt + WORD) & restMask) << restShift;
            if (!Swar.areDigits(whole) || !Swar.areDigits(fraction) || !Swar.areDigits(rest)) {
                return Double.NaN;
            }
            mantissa = (Swar.decimal(whole) * fractionScale + Swar.decimal(fraction)) * restScale + Swar.decimal(rest);
            if (mantissa > Numbers.EXACT) {
                return Numbers.parse(bytes, at + from, at + to);
            }
        }
        return mantissa / divisor;
    }
}
