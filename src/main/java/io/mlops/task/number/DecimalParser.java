package io.mlops.task.number;

import io.mlops.task.bytes.Swar;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Parses plain decimal numbers, eight digits at a time: an optional minus, up to 8 digits, a point, up to 16 digits, at most
 * 18 digits in total; or up to 16 digits without a point. The result is that of {@link Double#parseDouble}, to the last bit.
 */
public final class DecimalParser {
    private static final int WORD = Long.BYTES;
    private static final int MAX_DIGITS = 18;
    private static final int MAX_FRACTION = 16;
    private static final long ZEROS = Swar.broadcast('0');
    private static final long POINTS = Swar.broadcast('.');
    private static final long[] TENS = new long[MAX_FRACTION + 1];

    static {
        for (int i = 0; i < TENS.length; i++) {
            TENS[i] = (long) NumberParser.POWERS_OF_TEN[i];
        }
    }

    private DecimalParser() {}

    /**
     * Returns NaN if the text is not of this form, though it may still be a number.
     *
     * @param bytes readable for eight bytes beyond {@code to}
     */
    public static double parse(byte[] bytes, int from, int to) {
        return bytes[from] == '-' ? -unsigned(bytes, from + 1, to) : unsigned(bytes, from, to);
    }

    private static double unsigned(byte[] bytes, int from, int to) {
        int integerWidth = widthBeforePoint(bytes, from);
        int fractionWidth = to - from - integerWidth - 1;
        return isSupported(bytes, from, integerWidth, fractionWidth)
                ? parse(bytes, from, integerWidth, fractionWidth)
                : integer(bytes, from, to);
    }

    /** Returns how many bytes, up to 8, precede a point. */
    private static int widthBeforePoint(byte[] bytes, int from) {
        return Swar.firstZero(Swar.load(bytes, from) ^ POINTS);
    }

    /** Whether {@link #parse(byte[], int, int, int)} accepts these widths, and there is a point. */
    private static boolean isSupported(byte[] bytes, int from, int integerWidth, int fractionWidth) {
        boolean fits = integerWidth >= 1
                && fractionWidth >= 1
                && integerWidth + fractionWidth <= MAX_DIGITS
                && fractionWidth <= MAX_FRACTION;
        return fits && bytes[from + integerWidth] == '.';
    }

    /**
     * Parses a number whose point is at a known offset; NaN if there is anything but digits. The point and the widths are not
     * checked again, see {@link #isSupported}.
     *
     * @param integerWidth digits before the point, 1 to 8
     * @param fractionWidth digits after it, 1 to 16; at most 18 in total
     */
    private static double parse(byte[] bytes, int from, int integerWidth, int fractionWidth) {
        long integerDigits = digits(bytes, from, integerWidth);
        int at = from + integerWidth + 1;
        if (integerWidth + fractionWidth <= WORD) {
            long all = (integerDigits >>> (8 * fractionWidth)) | digits(bytes, at, fractionWidth);
            return Swar.areDigits(all) ? Swar.decimal(all) / NumberParser.POWERS_OF_TEN[fractionWidth] : Double.NaN;
        }
        int rest = Math.max(fractionWidth - WORD, 0);
        long fractionDigits = digits(bytes, at, fractionWidth - rest);
        long mantissa = Swar.decimal(integerDigits) * TENS[fractionWidth - rest] + Swar.decimal(fractionDigits);
        long restDigits = 0;
        if (rest > 0) {
            restDigits = digits(bytes, at + WORD, rest);
            mantissa = mantissa * TENS[rest] + Swar.decimal(restDigits);
        }
        if (!Swar.areDigits(integerDigits) || !Swar.areDigits(fractionDigits) || !Swar.areDigits(restDigits)) {
            return Double.NaN;
        }
        return mantissa <= NumberParser.EXACT
                ? mantissa / NumberParser.POWERS_OF_TEN[fractionWidth]
                : EiselLemire.divide(mantissa, fractionWidth);
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

    /** Returns {@code count} bytes, 1 to 8, as 0 to 9 if they are digits, preceded by zeros. */
    private static long digits(byte[] bytes, int from, int count) {
        return (Swar.load(bytes, from) ^ ZEROS) << (8 * (WORD - count));
    }

    /** Parses numbers that have the same offset and the same widths in each line. */
    public static final class FixedWidth {
        /** Offset of the number from the start of its line. */
        private final int start;

        private final int end;
        private final int integerWidth;
        private final int fractionWidth;

        private FixedWidth(int start, int end, int integerWidth) {
            this.start = start;
            this.end = end;
            this.integerWidth = integerWidth;
            this.fractionWidth = end - start - integerWidth - 1;
        }

        /** Learns from the line at {@code at}; null if its number has anything but digits and a point, such as a sign. */
        public static @Nullable FixedWidth of(byte[] bytes, int at, int start, int end) {
            int integerWidth = widthBeforePoint(bytes, at + start);
            FixedWidth numbers = new FixedWidth(start, end, integerWidth);
            boolean isFixed = isSupported(bytes, at + start, integerWidth, numbers.fractionWidth)
                    && !Double.isNaN(DecimalParser.parse(bytes, at + start, integerWidth, numbers.fractionWidth));
            return isFixed ? numbers : null;
        }

        /** Parses the number of each line; returns the number of lines before the first with anything but digits. */
        public int read(byte[] bytes, int[] lineStarts, int count, double[] values, int offset) {
            boolean fitsWord = end - start <= WORD && lineStarts[0] + end >= WORD;
            if (fitsWord && readWords(bytes, lineStarts, count, values, offset)) {
                return count;
            }
            for (int i = 0; i < count; i++) {
                double value = DecimalParser.parse(bytes, lineStarts[i] + start, integerWidth, fractionWidth);
                if (Double.isNaN(value)) {
                    return i;
                }
                values[offset + i] = value;
            }
            return count;
        }

        /**
         * Parses each number from the eight-byte word that ends with it. Returns false if one has anything but digits; the
         * values are then undefined. Numbers must fit into a word, and eight bytes must precede the end of the first one.
         */
        public boolean readWords(byte[] bytes, int[] lineStarts, int count, double[] values, int offset) {
            int wordOffset = end - WORD;
            long digits = Swar.last(integerWidth + fractionWidth);
            long afterPoint = Swar.last(fractionWidth);
            long beforePoint = (digits ^ afterPoint) >>> 8;
            long zeros = ZEROS & digits;
            double power = NumberParser.POWERS_OF_TEN[fractionWidth];
            long invalid = 0;
            for (int i = 0; i < count; i++) {
                long word = Swar.load(bytes, lineStarts[i] + wordOffset);
                long number = ((word & beforePoint) << 8 | (word & afterPoint)) ^ zeros;
                invalid |= Swar.aboveNine(number);
                values[offset + i] = Swar.plusTwoPow52(Swar.decimal(number));
            }
            for (int i = offset; i < offset + count; i++) {
                values[i] = (values[i] - Swar.TWO_POW_52) / power;
            }
            return invalid == 0;
        }
    }

    /** Parses numbers of up to eight characters, with or without a point at any position. */
    public static final class ShortDecimals {
        /** Indexed by the number of digits after the point, plus one; the first entry is for numbers without a point. */
        private static final double[] POWERS = {1, 1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7};

        private ShortDecimals() {}

        /**
         * Parses {@code count} numbers. Returns false if one is not of this form, though it may still be a number; the values are
         * then undefined.
         *
         * @param structure offsets of structural characters: the first number is between the two at {@code first}, the
         *     next one {@code stride} further on
         */
        public static boolean read(
                byte[] bytes, int[] structure, int first, int stride, int count, double[] values, int offset) {
            // usually all numbers have the same form
            if (structure[first + 1] - structure[first] > WORD + 1 || structure[first + 1] < WORD) {
                return false;
            }
            long invalid = 0;
            int at = first;
            for (int i = 0; i < count; i++) {
                int end = structure[at + 1];
                int others = WORD + 1 + structure[at] - end;
                at += stride;
                long mask = -1L << (8 * others);
                long word = Swar.load(bytes, end - WORD) & mask;
                long points = Swar.zeros(word ^ POINTS);
                int fractionWidth = WORD - 1 - (Long.numberOfTrailingZeros(points) >>> 3);
                int shift = 8 & ~(fractionWidth >> 31);
                long lowest = points & -points;
                long before = word & ((lowest >>> 7) - 1);
                long after = word & -(lowest << 1);
                long digits = mask << shift;
                long number = ((before << shift) | after) ^ (ZEROS & digits);
                invalid |= Swar.aboveNine(number) | (others & -WORD) | (digits == 0 ? Swar.HIGH_BITS : 0);
                values[offset + i] =
                        (Swar.plusTwoPow52(Swar.decimal(number)) - Swar.TWO_POW_52) / POWERS[fractionWidth + 1];
            }
            return invalid == 0;
        }
    }

    /**
     * Numbers with more digits than a double can hold, after Daniel Lemire, "Number Parsing at a Gigabyte per Second", Software:
     * Practice and Experience 51 (8), 2021: one multiplication by a truncated reciprocal decides the rounding, unless the
     * result is so close to the midpoint of two doubles that it may be on either side of it.
     */
    public static final class EiselLemire {
        /** The reciprocal of each power of ten, as an unsigned number with its highest bit set, rounded down. */
        private static final long[] RECIPROCALS = new long[MAX_FRACTION + 1];
        /** By how many bits beyond 63 each reciprocal is shifted to the left. */
        private static final int[] SHIFTS = new int[MAX_FRACTION + 1];

        static {
            for (int power = 1; power <= MAX_FRACTION; power++) {
                BigInteger ten = BigInteger.TEN.pow(power);
                SHIFTS[power] = ten.bitLength();
                RECIPROCALS[power] = BigInteger.ONE
                        .shiftLeft(63 + ten.bitLength())
                        .divide(ten)
                        .longValue();
            }
        }

        private EiselLemire() {}

        /**
         * Returns the double nearest to {@code mantissa / 10^power}.
         *
         * @param mantissa above 2^53
         * @param power 1 to 16
         */
        public static double divide(long mantissa, int power) {
            int zeros = Long.numberOfLeadingZeros(mantissa);
            long product = unsignedMultiplyHigh(mantissa << zeros, RECIPROCALS[power]);
            int surplus = product < 0 ? 11 : 10;
            long half = 1L << (surplus - 1);
            long below = product & (2 * half - 1);
            if (below == half || below == half - 1) {
                return Double.parseDouble(mantissa + "e-" + power);
            }
            long rounded = (product >>> surplus) + (below > half ? 1 : 0);
            return rounded * powerOfTwo(surplus + 1 - zeros - SHIFTS[power]);
        }

        private static double powerOfTwo(int exponent) {
            return Double.longBitsToDouble((long) (Double.MAX_EXPONENT + exponent) << 52);
        }

        /** {@code Math.unsignedMultiplyHigh}, which Java 17 lacks, for two negative arguments or a positive one. */
        private static long unsignedMultiplyHigh(long a, long b) {
            return Math.multiplyHigh(a, b) + (a >> 63 & b) + (b >> 63 & a);
        }
    }
}
