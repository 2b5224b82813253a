package io.mlops.task.number;

import io.mlops.task.bytes.ByteBuilder;

/**
 * Formats numbers as Python's {@code repr} does: the shortest decimal that round-trips, with an exponent below 1e-4 and
 * from 1e16 on. Infinities are {@code inf} and {@code -inf}, as pandas writes them, and NaN is empty. Not thread-safe.
 */
public final class NumberFormatter {
    /** A decimal of at most 15 digits that round-trips is the shortest one: no two of them stand for the same double. */
    private static final double MAX_SHORT = 1e15;

    private static final double HUNDRED = 100;
    private static final double MAX_HUNDREDTHS = 1e11;
    private static final double HUNDRED_MILLION = 1e8;
    private static final int EIGHT_DIGITS = 100_000_000;
    private static final int MIN_EXPONENT = -4;
    private static final int MAX_EXPONENT = 16;
    /** Maximum number of digits of a long. */
    private static final int ROOM = 20;
    /** Sign, 17 digits, a point and zeros before or after them, or an exponent. */
    private static final int MAX_NUMBER_LENGTH = 32;

    /** The digits of 0 to 99. */
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
        byte[] out = to.reserve(MAX_NUMBER_LENGTH);
        int at = to.length();
        if (Double.doubleToRawLongBits(number) < 0) {
            out[at++] = '-';
        }
        to.setLength(at);
        double size = Math.abs(number);
        double hundredths = Math.rint(size * HUNDRED);
        if (hundredths < MAX_HUNDREDTHS && hundredths / HUNDRED == size) {
            to.setLength(writeHundredths((long) hundredths, out, at));
            return;
        }
        double scaled = Math.rint(size * HUNDRED_MILLION);
        if (scaled < MAX_SHORT && scaled >= HUNDRED_MILLION && scaled / HUNDRED_MILLION == size) {
            to.setLength(writeScaled((long) scaled, out, at));
        } else if (Double.isInfinite(size)) {
            to.appendLatin1("inf");
        } else {
            shortest.find(Double.doubleToRawLongBits(size));
            appendDecimal(shortest.digits(), shortest.exponent(), to);
        }
    }

    /** @param hundredths below {@link #MAX_HUNDREDTHS} */
    private static int writeHundredths(long hundredths, byte[] out, int start) {
        int whole = (int) (hundredths / 100);
        int pair = 2 * (int) (hundredths - 100L * whole);
        int at = writeWhole(whole, out, start);
        out[at] = '.';
        out[at + 1] = PAIRS[pair];
        out[at + 2] = PAIRS[pair + 1];
        return PAIRS[pair + 1] == '0' ? at + 2 : at + 3;
    }

    /** @param scaled a number from 1 on, in units of the eighth decimal, that is no multiple of the second one */
    private static int writeScaled(long scaled, byte[] out, int start) {
        int whole = (int) (scaled / EIGHT_DIGITS);
        int at = writeWhole(whole, out, start);
        out[at++] = '.';
        writeEightDigits((int) (scaled - (long) whole * EIGHT_DIGITS), out, at);
        int end = at + 8;
        while (out[end - 1] == '0') {
            end--;
        }
        return end;
    }

    private static int writeWhole(int whole, byte[] out, int start) {
        int rest = whole;
        int end = start + length(whole);
        int at = end;
        while (rest >= 10) {
            int pair = 2 * (rest % 100);
            rest /= 100;
            out[--at] = PAIRS[pair + 1];
            out[--at] = PAIRS[pair];
        }
        if (at > start) {
            out[start] = (byte) ('0' + rest);
        }
        return end;
    }

    private static int length(int whole) {
        int length = 1;
        for (long limit = 10; whole >= limit; limit *= 10) {
            length++;
        }
        return length;
    }

    private static void writeEightDigits(int digits, byte[] out, int at) {
        int rest = digits;
        for (int place = at + 6; place >= at; place -= 2) {
            int pair = 2 * (rest % 100);
            rest /= 100;
            out[place] = PAIRS[pair];
            out[place + 1] = PAIRS[pair + 1];
        }
    }

    /** Appends {@code digits * 10^exponent}. */
    private void appendDecimal(long digits, int exponent, ByteBuilder to) {
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

    /** Writes the digits, at most 17, right-aligned; returns where they start. */
    private int write(long digits) {
        int at = ROOM;
        long high = digits / EIGHT_DIGITS;
        int rest = (int) (digits - high * EIGHT_DIGITS);
        if (high > 0) {
            at -= 8;
            writeEightDigits(rest, text, at);
            rest = (int) high;
        }
        int start = at - length(rest);
        writeWhole(rest, text, start);
        return start;
    }
}
