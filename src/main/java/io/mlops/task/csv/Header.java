package io.mlops.task.csv;

import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The first record of a file: the names of its columns. */
final class Header {
    private static final int MAX_EXCERPT = 20;
    private static final int MAX_COLUMNS = 100_000;

    static final String WRAPPED = "Lines are wrapped in quotes as a whole; read as if they were not";

    private final List<String> names;
    private final boolean wrapped;
    /** The line on which it starts. */
    private final int line;

    private Header(List<String> names, boolean wrapped, int line) {
        this.names = names;
        this.wrapped = wrapped;
        this.line = line;
    }

    /**
     * Returns where the header's line ends: after its newline, at {@code to} if the file ends there, or -1 if more bytes are
     * needed.
     */
    static int end(byte[] bytes, int from, int to, boolean last) {
        Field field = new Field();
        int end = field.find(bytes, from, to, false);
        while (end >= 0 && end < to && bytes[end] != '\n') {
            end = field.find(bytes, end + 1, to, false);
        }
        if (end >= 0 && end < to) {
            return end + 1;
        }
        return last ? to : -1;
    }

    /** @param line the line on which it starts */
    static Header parse(byte[] bytes, int from, int to, int line) throws CsvException {
        int end = trimEnd(bytes, from, to);
        Field field = new Field();
        List<String> names = new ArrayList<>();
        boolean hasReturn = split(bytes, from, end, field, names, line);
        boolean wrapped = names.size() == 1 && field.isWrappedLine(bytes);
        if (wrapped) {
            byte[] fields = Field.unescaped(bytes, field.from, field.to, field.end);
            names.clear();
            split(fields, 0, fields.length, field, names, line);
        }
        if (names.size() == 1) {
            rejectOtherDelimiter(names.get(0), line);
        }
        if (hasReturn) {
            throw CsvException.at(line, "line ends " + Messages.mustBe("LF or CRLF", "a carriage return alone"));
        }
        return new Header(names, wrapped, line);
    }

    int size() {
        return names.size();
    }

    boolean isWrapped() {
        return wrapped;
    }

    /** Returns the index of a column; warns if its name is not exactly the requested one, or not unique. */
    int find(String column, ScanListener listener) throws CsvException {
        if (wrapped) {
            listener.warning(WRAPPED);
        }
        int index = names.indexOf(column);
        if (index < 0) {
            index = findAlike(column);
            listener.warning("No column is named exactly \"" + column + "\"; \"" + SafeText.excerpt(names.get(index))
                    + "\" is read");
        }
        int same = 0;
        for (String name : names) {
            if (isAlike(name, names.get(index))) {
                same++;
            }
        }
        if (same > 1) {
            listener.warning(same + " columns are named \""
                    + SafeText.excerpt(names.get(index).strip()) + "\"; the first is read");
        }
        return index;
    }

    private int findAlike(String column) throws CsvException {
        for (int i = 0; i < names.size(); i++) {
            if (isAlike(names.get(i), column)) {
                return i;
            }
        }
        throw CsvException.at(
                line, "no column \"" + column + "\" in the header, which has " + SafeText.excerpt(names, MAX_EXCERPT));
    }

    private static boolean isAlike(String name, String other) {
        return name.strip().toLowerCase(Locale.ROOT).equals(other.strip().toLowerCase(Locale.ROOT));
    }

    /** Adds the names between {@code from} and {@code to}; returns whether there is a carriage return outside of quotes. */
    private static boolean split(byte[] bytes, int from, int to, Field field, List<String> names, int line)
            throws CsvException {
        boolean hasReturn = false;
        int at = from;
        while (at <= to) {
            int end = field.find(bytes, at, to, true);
            if (end == Field.UNCLOSED) {
                throw CsvException.at(line, "a quote in the header is opened and never closed");
            }
            if (names.size() == MAX_COLUMNS) {
                throw CsvException.at(line, "more than " + MAX_COLUMNS + " columns in the header");
            }
            names.add(name(bytes, field));
            hasReturn |= containsReturn(bytes, field.quoted ? field.to : field.from, field.end);
            at = end + 1;
        }
        return hasReturn;
    }

    private static String name(byte[] bytes, Field field) {
        byte[] text = field.needsUnescaping() ? Field.unescaped(bytes, field.from, field.to, field.end) : bytes;
        int from = field.needsUnescaping() ? 0 : field.from;
        int to = field.needsUnescaping() ? text.length : field.to;
        return new String(text, from, to - from, StandardCharsets.UTF_8);
    }

    private static boolean containsReturn(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\r') {
                return true;
            }
        }
        return false;
    }

    private static int trimEnd(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from
                && (NumberParser.isBlank(bytes[end - 1]) || bytes[end - 1] == '\r' || bytes[end - 1] == '\n')) {
            end--;
        }
        return end;
    }

    private static void rejectOtherDelimiter(String header, int line) throws CsvException {
        for (char delimiter : new char[] {';', '\t', '|'}) {
            if (header.indexOf(delimiter) >= 0) {
                String actual = delimiter == '\t' ? "a tab" : "'" + delimiter + "'";
                throw CsvException.at(line, "delimiter " + Messages.mustBe("','", actual));
            }
        }
    }
}
