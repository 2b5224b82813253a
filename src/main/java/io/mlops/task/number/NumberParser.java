package io.mlops.task.number;

import io.mlops.task.layout.MissingValues;
import java.nio.charset.StandardCharsets;

/**
 * Parses the text of a field as a number: with the bits of {@link Double#parseDouble} for the decimal numbers and infinities
 * that pandas reads, NaN for everything else. White space around the text is ignored.
 */
public final class NumberParser {
    /** Every decimal mantissa up to this one is exact in a double. */
    static final long EXACT = 1L << 53;

    static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private NumberParser() {}

    /** Returns NaN if it is not a number; {@link #isMissing} says whether it is a missing value. */
    public static double parse(byte[] bytes, int from, int to) {
        int start = trimStart(bytes, from, to);
        int end = trimEnd(bytes, start, to);
        int at = start;
        if (at < end && (bytes[at] == '-' || bytes[at] == '+')) {
            at++;
        }
        int firstDigit = at;
        long mantissa = 0;
        int digits = 0;
        int scale = 0;
        boolean point = false;
        for (; at < end; at++) {
            int digit = bytes[at] - '0';
            if (digit >= 0 && digit <= 9) {
                mantissa = mantissa * 10 + digit;
                digits++;
                if (point) {
                    scale++;
                }
            } else if (bytes[at] == '.' && !point) {
                point = true;
            } else {
                break;
            }
        }
        if (at == end && digits > 0 && digits <= 18 && mantissa <= EXACT && scale <= 22) {
            double value = mantissa / POWERS_OF_TEN[scale];
            return bytes[start] == '-' ? -value : value;
        }
        return parseGeneral(bytes, start, firstDigit, end);
    }

    public static boolean isMissing(byte[] bytes, int from, int to) {
        int start = trimStart(bytes, from, to);
        int end = trimEnd(bytes, start, to);
        return end - start <= MissingValues.MAX_LENGTH
                && MissingValues.contains(new String(bytes, start, end - start, StandardCharsets.ISO_8859_1));
    }

    public static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    public static int trimStart(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && isBlank(bytes[at])) {
            at++;
        }
        return at;
    }

    public static int trimEnd(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && isBlank(bytes[end - 1])) {
            end--;
        }
        return end;
    }

    private static double parseGeneral(byte[] bytes, int start, int firstDigit, int end) {
        String text = new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
        if (isDecimal(bytes, firstDigit, end)) {
            return Double.parseDouble(text);
        }
        String unsigned = text.substring(firstDigit - start);
        if (unsigned.equalsIgnoreCase("inf") || unsigned.equalsIgnoreCase("infinity")) {
            return text.charAt(0) == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return Double.NaN;
    }

    /** parseDouble alone would also accept {@code 1d}, {@code 0x1p3} and {@code NaN}. */
    private static boolean isDecimal(byte[] bytes, int from, int end) {
        int integer = digits(bytes, from, end);
        int at = from + integer;
        int fraction = 0;
        if (at < end && bytes[at] == '.') {
            fraction = digits(bytes, at + 1, end);
            at += 1 + fraction;
        }
        if (integer + fraction == 0) {
            return false;
        }
        if (at < end && (bytes[at] == 'e' || bytes[at] == 'E')) {
            at++;
            if (at < end && (bytes[at] == '-' || bytes[at] == '+')) {
                at++;
            }
            int exponent = digits(bytes, at, end);
            return exponent > 0 && at + exponent == end;
        }
        return at == end;
    }

    private static int digits(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at - from;
    }
}
