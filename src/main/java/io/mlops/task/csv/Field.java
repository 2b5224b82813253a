package io.mlops.task.csv;

import io.mlops.task.number.NumberParser;
import java.util.Arrays;

/**
 * A field of a record, found byte by byte. RFC 4180 with the leniency of pandas: a quote inside an unquoted field, and text
 * after a closing quote, belong to the field; blanks before an opening quote do not.
 */
final class Field {
    static final int UNCLOSED = -1;

    private final byte delimiter;

    /** Start of its text; if quoted, of the text between the quotes. */
    int from;

    int to;
    /** Where the text after the closing quote ends; {@link #to} if there is none. */
    int end;

    boolean quoted;
    /** Whether it has doubled quotes. */
    boolean doubled;
    /** Number of newlines inside its quotes. */
    int newlines;

    /** @param delimiter an ASCII character */
    Field(char delimiter) {
        this.delimiter = (byte) delimiter;
    }

    /**
     * Finds the field that starts at {@code at}; returns the index of its separator, {@code to} if there is none, or
     * {@link #UNCLOSED}.
     *
     * @param inside whether the bytes are inside quotes themselves, so that a newline does not end the line
     */
    int find(byte[] bytes, int at, int to, boolean inside) {
        quoted = false;
        doubled = false;
        newlines = 0;
        int start = trimStart(bytes, at, to);
        if (start < to && bytes[start] == '"') {
            return findQuoted(bytes, start + 1, to, inside);
        }
        int separator = separator(bytes, start, to, inside);
        this.from = at;
        this.to = withoutCarriageReturn(bytes, at, separator, to);
        end = this.to;
        return separator;
    }

    private int findQuoted(byte[] bytes, int start, int to, boolean inside) {
        int at = start;
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
        this.from = start;
        this.to = at;
        int separator = separator(bytes, at + 1, to, inside);
        int trailing = trimStart(bytes, at + 1, separator);
        int trailingEnd = withoutCarriageReturn(bytes, trailing, separator, to);
        end = trailing < trailingEnd ? trailingEnd : at;
        return separator;
    }

    private int separator(byte[] bytes, int from, int to, boolean inside) {
        int at = from;
        while (at < to && bytes[at] != delimiter && (inside || bytes[at] != '\n')) {
            at++;
        }
        return at;
    }

    /** Removes every carriage return at the end of a line: a file that was converted twice has two. */
    private static int withoutCarriageReturn(byte[] bytes, int from, int end, int to) {
        int last = end;
        if (end == to || bytes[end] == '\n') {
            while (last > from && bytes[last - 1] == '\r') {
                last--;
            }
        }
        return last;
    }

    /** A tab is not white space if it is the delimiter. */
    private int trimStart(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && NumberParser.isBlank(bytes[at]) && bytes[at] != delimiter) {
            at++;
        }
        return at;
    }

    /** Whether there is text after the closing quote. */
    boolean hasTrailingText() {
        return end > to;
    }

    /** Whether its text is not simply what is between {@link #from} and {@link #to}. */
    boolean needsUnescaping() {
        return doubled || hasTrailingText();
    }

    /** Whether it is a whole line wrapped in quotes, provided that it is the only field of its line. */
    boolean isWrappedLine(byte[] bytes) {
        if (!quoted || hasTrailingText()) {
            return false;
        }
        for (int at = from; at < to; at++) {
            if (bytes[at] == delimiter) {
                return true;
            }
        }
        return false;
    }

    /** Returns the text of a field that {@link #needsUnescaping}: doubled quotes once, then the trailing text. */
    static byte[] unescaped(byte[] bytes, int from, int to, int end) {
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
