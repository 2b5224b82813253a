package io.mlops.task.csv;

import java.util.Arrays;

/**
 * A field of a record, found byte by byte. RFC 4180 with the leniency of pandas: a quote inside an unquoted field, and text
 * after a closing quote, belong to the field. Blanks before an opening quote do not.
 */
final class Field {
    static final int UNCLOSED = -1;

    /** Its text, of a quoted one that between the quotes. */
    int from;

    int to;
    /** Where the text behind the closing quote ends; {@link #to} where there is none. */
    int end;

    boolean quoted;
    /** Whether quotes are doubled in it. */
    boolean doubled;
    /** Newlines in its quotes. */
    int newlines;

    /**
     * Finds the field that begins at {@code at}; answers where its separator stands, {@code to} where there is none, or
     * {@link #UNCLOSED}.
     *
     * @param inside whether the bytes stand in quotes themselves, so that a newline ends no line
     */
    int find(byte[] bytes, int at, int to, boolean inside) {
        quoted = false;
        doubled = false;
        newlines = 0;
        int start = NumberParser.trimStart(bytes, at, to);
        if (start < to && bytes[start] == '"') {
            return findQuoted(bytes, start + 1, to, inside);
        }
        int separator = separator(bytes, start, to, inside);
        this.from = at;
        this.to = withoutCarriageReturn(bytes, at, separator, to);
        end = this.to;
        return separator;
    }

    private int findQuoted(byte[] bytes, int begin, int to, boolean inside) {
        int at = begin;
        while (true) {
            while (at < to && bytes[at] != '"') {
                if (bytes[at] == '\n') {
                    newlines++;
                }
                at++;
            }
            if (at == to) {
                return UNCLOSED;
            }
            if (at + 1 == to || bytes[at + 1] != '"') {
                break;
            }
            doubled = true;
            at += 2;
        }
        quoted = true;
        this.from = begin;
        this.to = at;
        int separator = separator(bytes, at + 1, to, inside);
        int tail = NumberParser.trimStart(bytes, at + 1, separator);
        int tailEnd = withoutCarriageReturn(bytes, tail, separator, to);
        end = tail < tailEnd ? tailEnd : at;
        return separator;
    }

    private static int separator(byte[] bytes, int from, int to, boolean inside) {
        int at = from;
        while (at < to && bytes[at] != ',' && (inside || bytes[at] != '\n')) {
            at++;
        }
        return at;
    }

    private static int withoutCarriageReturn(byte[] bytes, int from, int end, int to) {
        boolean lineEnds = end == to || bytes[end] == '\n';
        return lineEnds && end > from && bytes[end - 1] == '\r' ? end - 1 : end;
    }

    /** Whether there is text behind the closing quote. */
    boolean hasTail() {
        return end > to;
    }

    /** Whether its text is not what stands between {@link #from} and {@link #to}. */
    boolean isCoded() {
        return doubled || hasTail();
    }

    /** Whether it is a line wrapped whole in quotes, if it is the only field of its line. */
    boolean isWrappedLine(byte[] bytes) {
        if (!quoted || hasTail()) {
            return false;
        }
        for (int at = from; at < to; at++) {
            if (bytes[at] == ',') {
                return true;
            }
        }
        return false;
    }

    /** The text of a field that {@link #isCoded}: its quotes once, and what stands behind them. */
    static byte[] decoded(byte[] bytes, int from, int to, int end) {
        byte[] text = new byte[end - from];
        int length = 0;
        for (int at = from; at < to; at++) {
            text[length++] = bytes[at];
            if (bytes[at] == '"' && at + 1 < to && bytes[at + 1] == '"') {
                at++;
            }
        }
        for (int at = to + 1; at < end; at++) {
            text[length++] = bytes[at];
        }
        return Arrays.copyOf(text, length);
    }
}
