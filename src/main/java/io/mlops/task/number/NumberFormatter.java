package io.mlops.task.number;

import io.mlops.task.bytes.ByteBuilder;

/**
 * Formats numbers as Python's {@code repr} does: the shortest decimal that is read as the same bits, with an exponent below
 * 1e-4 and from 1e16 on. Infinities are {@code inf} and {@code -inf}, as pandas writes them, and NaN is empty. Not thread-safe.
 */
public final class NumberFormatter {
    /** A decimal of at most 15 digits that is read as a number is the shortest one: no two of them are read as the same. */
    private static final double MAX_SHORT = 1e15;

    private static final int SCALE_DIGITS = 8;
    private static final double SCALE = 1e8;
    private static final int EIGHT_DIGITS = 100_000_000;
    private static final int MIN_EXPONENT = -4;
    private static final int MAX_EXPONENT = 16;
    private static final int ROOM = 20;
    private static final byte[] PAIRS = new byte[200];

    static {
        for (int i = 0; i < 100; i++) {
            PAIRS[2 * i] = (byte) ('0' + i / 10);
            PAIRS[2 * i + 1] = (byte) ('0' + i % 10);
        }
    }

    private final byte[] text = new byte[ROOM];
    private final ShortestDecimal shortest = new ShortestDecimal();

    public void append(double number, ByteBuilder to) {
        if (Double.isNaN(number)) {
            return;
        }
        if (Double.doubleToRawLongBits(number) < 0) {
            to.append('-');
        }
        double size = Math.abs(number);
        double scaled = Math.rint(size * SCALE);
        if (scaled < MAX_SHORT && scaled / SCALE == size) {
            appendDecimal((long) scaled, -SCALE_DIGITS, to);
        } else if (Double.isInfinite(size)) {
            to.appendLatin1("inf");
        } else {
            shortest.find(Double.doubleToRawLongBits(size));
            appendDecimal(shortest.digits(), shortest.exponent(), to);
        }
    }

    /** Appends {@code digits * 10^exponent}. */
    private void appendDecimal(long digits, int exponent, ByteBuilder to) {
        if (digits == 0) {
            to.appendLatin1("0.0");
            return;
        }
        int start = write(digits);
        int end = ROOM;
        int point = ROOM - start + exponent;
        while (text[end - 1] == '0') {
            end--;
        }
        if (point > MAX_EXPONENT || point <= MIN_EXPONENT) {
            appendScientific(start, end, point - 1, to);
        } else if (point <= 0) {
            to.appendLatin1("0.");
            appendZeros(-point, to);
            to.append(text, start, end);
        } else if (end - start <= point) {
            to.append(text, start, end);
            appendZeros(point - (end - start), to);
            to.appendLatin1(".0");
        } else {
            to.append(text, start, start + point).append('.').append(text, start + point, end);
        }
    }

    private void appendScientific(int start, int end, int exponent, ByteBuilder to) {
        to.append(text[start]);
        if (end - start > 1) {
            to.append('.').append(text, start + 1, end);
        }
        int size = Math.abs(exponent);
        to.append('e').append(exponent < 0 ? '-' : '+');
        to.appendLatin1(size < 10 ? "0" + size : Integer.toString(size));
    }

    private static void appendZeros(int count, ByteBuilder to) {
        for (int i = 0; i < count; i++) {
            to.append('0');
        }
    }

    /** Writes the digits, at most 17, to the end of the text; returns where they start. */
    private int write(long digits) {
        int at = ROOM;
        long high = digits / EIGHT_DIGITS;
        int rest = (int) (digits - high * EIGHT_DIGITS);
        if (high > 0) {
            for (int i = 0; i < 4; i++) {
                at = writePair(rest % 100, at);
                rest /= 100;
            }
            rest = (int) high;
        }
        while (rest >= 10) {
            at = writePair(rest % 100, at);
            rest /= 100;
        }
        if (rest > 0) {
            text[--at] = (byte) ('0' + rest);
        }
        return at;
    }

    private int writePair(int pair, int at) {
        text[at - 1] = PAIRS[2 * pair + 1];
        text[at - 2] = PAIRS[2 * pair];
        return at - 2;
    }
}
