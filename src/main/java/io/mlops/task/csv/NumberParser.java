package io.mlops.task.csv;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * The text of a field as a number: what {@link Double#parseDouble} gives, to the last bit, for the decimal numbers and
 * infinities that pandas reads, and NaN for everything else. White space around the text does not count.
 */
final class NumberParser {
    /** Up to here a decimal mantissa is exact in a double. */
    static final long EXACT = 1L << 53;

    static final double[] POWERS_OF_TEN = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    /** The texts that pandas' read_csv takes for missing by default. */
    private static final Set<String> MISSING = Set.of(
            "",
            "#N/A",
            "#N/A N/A",
            "#NA",
            "-1.#IND",
            "-1.#QNAN",
            "-NaN",
            "-nan",
            "1.#IND",
            "1.#QNAN",
            "<NA>",
            "N/A",
            "NA",
            "NULL",
            "NaN",
            "None",
            "n/a",
            "nan",
            "null");

    private NumberParser() {}

    /** NaN means: not a number, and {@link #isMissing} tells whether it is at least a missing one. */
    static double parse(byte[] bytes, int from, int to) {
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

    static boolean isMissing(byte[] bytes, int from, int to) {
        int start = trimStart(bytes, from, to);
        int end = trimEnd(bytes, start, to);
        return end - start <= 8 && MISSING.contains(new String(bytes, start, end - start, StandardCharsets.ISO_8859_1));
    }

    static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    static int trimStart(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && isBlank(bytes[at])) {
            at++;
        }
        return at;
    }

    static int trimEnd(byte[] bytes, int from, int to) {
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

    /** parseDouble alone would also take {@code 1d}, {@code 0x1p3} and {@code NaN}. */
    private static boolean isDecimal(byte[] bytes, int from, int end) {
        int whole = digits(bytes, from, end);
        int at = from + whole;
        int fraction = 0;
        if (at < end && bytes[at] == '.') {
            fraction = digits(bytes, at + 1, end);
            at += 1 + fraction;
        }
        if (whole + fraction == 0) {
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

    /** How many digits follow one another. */
    static int digits(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        return at - from;
    }
}
