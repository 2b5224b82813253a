package io.mlops.task.number;

import com.fasterxml.jackson.core.io.schubfach.DoubleToDecimal;
import io.mlops.task.bytes.ByteBuilder;

/**
 * Formats numbers as Python's {@code repr} does: the shortest decimal that is read as the same bits, with an exponent below
 * 1e-4 and from 1e16 on. Infinities are {@code inf} and {@code -inf}, as pandas writes them, and NaN is empty.
 */
public final class NumberFormatter {
    /** A decimal of at most 15 digits that is read as a number is the shortest one: no two of them are read as the same. */
    private static final long MAX_SHORT = 1_000_000_000_000_000L;

    private static final int DECIMALS = 8;
    private static final double SCALE = 1e8;
    private static final long UNIT = 100_000_000L;
    private static final double MAX_SCALED = MAX_SHORT / SCALE;
    private static final int MIN_EXPONENT = -4;
    private static final int MAX_EXPONENT = 16;

    private final byte[] digits = new byte[20];

    public void append(double number, ByteBuilder to) {
        double size = Math.abs(number);
        if (size < MAX_SCALED && size >= 1e-4) {
            double scaled = Math.rint(size * SCALE);
            if (scaled / SCALE == size) {
                if (number < 0) {
                    to.append('-');
                }
                appendShort((long) scaled, to);
                return;
            }
        }
        if (!Double.isNaN(number)) {
            to.appendLatin1(text(number));
        }
    }

    /** @param scaled the number in units of the last of {@value #DECIMALS} decimals */
    private void appendShort(long scaled, ByteBuilder to) {
        long whole = scaled / UNIT;
        int fraction = (int) (scaled - whole * UNIT);
        appendWhole(whole, to);
        to.append('.');
        if (fraction == 0) {
            to.append('0');
            return;
        }
        int length = DECIMALS;
        while (fraction % 10 == 0) {
            fraction /= 10;
            length--;
        }
        for (int i = length - 1; i >= 0; i--) {
            digits[i] = (byte) ('0' + fraction % 10);
            fraction /= 10;
        }
        to.append(digits, 0, length);
    }

    private void appendWhole(long whole, ByteBuilder to) {
        int start = digits.length;
        long rest = whole;
        do {
            digits[--start] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest > 0);
        to.append(digits, start, digits.length);
    }

    /** Python's notation of what the JDK's {@code Double.toString} specifies, from Java 19 on, to be the shortest decimal. */
    private static String text(double number) {
        if (Double.isInfinite(number)) {
            return number > 0 ? "inf" : "-inf";
        }
        String shortest = DoubleToDecimal.toString(number);
        int mark = shortest.indexOf('E');
        if (mark < 0) {
            return shortest;
        }
        boolean negative = shortest.charAt(0) == '-';
        String decimal = shortest.substring(negative ? 1 : 0, mark);
        String digits = decimal.charAt(0) + (decimal.endsWith(".0") ? "" : decimal.substring(2));
        int exponent = Integer.parseInt(shortest, mark + 1, shortest.length(), 10);
        return (negative ? "-" : "") + notation(shortened(digits, exponent, Math.abs(number)), exponent);
    }

    /** Java prefers two digits that are closer to one that is enough: 4.9e-324 to 5e-324. */
    private static String shortened(String digits, int exponent, double number) {
        if (digits.length() != 2 || digits.charAt(0) == '9' || number >= Double.MIN_NORMAL) {
            return digits;
        }
        char rounded = (char) (digits.charAt(0) + (digits.charAt(1) >= '5' ? 1 : 0));
        return Double.parseDouble(rounded + "e" + exponent) == number ? Character.toString(rounded) : digits;
    }

    /** @param significant the digits, the first of which counts 10 to the power of the exponent */
    private static String notation(String significant, int exponent) {
        if (exponent >= MIN_EXPONENT && exponent < 0) {
            return "0." + "0".repeat(-exponent - 1) + significant;
        }
        if (exponent >= 0 && exponent < MAX_EXPONENT) {
            int whole = exponent + 1;
            return significant.length() <= whole
                    ? significant + "0".repeat(whole - significant.length()) + ".0"
                    : significant.substring(0, whole) + "." + significant.substring(whole);
        }
        String power = (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
        String mantissa =
                significant.length() == 1 ? significant : significant.charAt(0) + "." + significant.substring(1);
        return mantissa + "e" + power;
    }
}
