package io.mlops.task.csv;

import io.mlops.task.finding.Check;
import io.mlops.task.finding.Finding;
import io.mlops.task.layout.ColumnRef;
import io.mlops.task.layout.TextEncoding;
import io.mlops.task.number.Adornments;
import io.mlops.task.number.NumberParser;
import io.mlops.task.number.NumberStyle;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import io.mlops.task.text.TextFormula;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** A record of names, mostly the first record of a file. */
final class Header {
    private static final int MAX_EXCERPT = 20;
    private static final int MAX_COLUMNS = 100_000;

    private final List<String> names;
    private final boolean wrapped;
    private final char delimiter;
    /** The line on which it starts. */
    private final int line;

    private Header(List<String> names, boolean wrapped, char delimiter, int line) {
        this.names = names;
        this.wrapped = wrapped;
        this.delimiter = delimiter;
        this.line = line;
    }

    /**
     * Returns where a record ends: after its newline, at {@code to} if the file ends there, or -1 if more bytes are
     * needed.
     */
    static int end(byte[] bytes, int from, int to, boolean last, char delimiter) {
        Field field = new Field(delimiter);
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
    static Header parse(byte[] bytes, int from, int to, int line, char delimiter) throws CsvException {
        int end = trimEnd(bytes, from, to, delimiter);
        Field field = new Field(delimiter);
        List<String> names = new ArrayList<>();
        boolean hasReturn = split(bytes, from, end, field, names, line);
        boolean wrapped = names.size() == 1 && field.isWrappedLine(bytes);
        if (wrapped) {
            byte[] fields = Field.unescaped(bytes, field.from, field.to, field.end);
            names.clear();
            split(fields, 0, fields.length, field, names, line);
        }
        if (hasReturn) {
            throw CsvException.at(line, "line ends " + Messages.mustBe("LF or CRLF", "a carriage return alone"));
        }
        return new Header(names, wrapped, delimiter, line);
    }

    /** Returns the number of names. */
    int size() {
        return names.size();
    }

    List<String> names() {
        return names;
    }

    String name(int index) {
        return names.get(index);
    }

    /** Returns the same header with another name for the first column. */
    Header withFirstName(String name) {
        List<String> renamed = new ArrayList<>(names);
        renamed.set(0, name);
        return new Header(renamed, wrapped, delimiter, line);
    }

    char delimiter() {
        return delimiter;
    }

    int line() {
        return line;
    }

    boolean isWrapped() {
        return wrapped;
    }

    /** Whether most of its fields are numbers or times, so that it is a row rather than a header. */
    boolean hasNumbers(NumberStyle style) {
        List<String> filled = names.stream()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
        long values = filled.stream().filter(name -> isValue(name, style)).count();
        return 2 * values > filled.size();
    }

    /** Numbers may be written in another style than the configured one. */
    private static boolean isValue(String text, NumberStyle style) {
        boolean unnamed =
                text.chars().noneMatch(Character::isLetter) && text.chars().anyMatch(Character::isDigit);
        return unnamed || !Double.isNaN(style.parse(Adornments.remove(text))) || TimeColumns.isTime(text);
    }

    /** Whether a column has this name, ignoring white space and case. */
    boolean has(String column) {
        return names.contains(column) || indexOfAlike(column) >= 0;
    }

    /** Returns the index of a column; reports a finding if its name is not exactly the requested one, or not unique. */
    int find(ColumnRef column, ScanListener listener) throws CsvException {
        if (column instanceof ColumnRef.Placed placed) {
            return requirePlace(placed.index());
        }
        String requested = ((ColumnRef.Named) column).name();
        int index = names.indexOf(requested);
        if (index < 0) {
            index = indexOfAlike(requested);
            if (index < 0) {
                throw absent(requested);
            }
            listener.found(other(requested, index));
        }
        List<String> places = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            if (isAlike(names.get(i), names.get(index))) {
                places.add(Integer.toString(i));
            }
        }
        if (places.size() > 1) {
            listener.found(Check.SEVERAL_COLUMNS.finding(
                    places.size(),
                    line,
                    places.size() + " columns are named \""
                            + SafeText.excerpt(names.get(index).strip()) + "\"; the first is read, of the places "
                            + SafeText.excerpt(places, MAX_EXCERPT)
                            + "; set column: its place for another"));
        }
        return index;
    }

    /** Returns the finding that another column than the requested one is read. */
    Finding other(String requested, int index) {
        return Check.COLUMN_NAME.finding(
                1,
                line,
                "No column is named exactly \"" + requested + "\"; \"" + SafeText.excerpt(names.get(index))
                        + "\" is read");
    }

    int requirePlace(int index) throws CsvException {
        if (index >= names.size()) {
            throw CsvException.at(
                    line,
                    "column " + index + ": there are " + names.size() + " columns, from 0 to " + (names.size() - 1));
        }
        return index;
    }

    CsvException absent(String column) {
        return CsvException.at(
                line,
                "no column \"" + column + "\" in the header, which has " + excerpt()
                        + TextEncoding.remedy(String.join("", names)));
    }

    /** Returns the names, for messages. */
    String excerpt() {
        return SafeText.excerpt(names, MAX_EXCERPT);
    }

    /** Returns the key with which the column would be found in a line that is not split; "" if there is none. */
    String delimiterRemedy(String column) {
        String text = names.size() == 1 ? names.get(0) : "";
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean delimits = !Character.isLetterOrDigit(c) && c != '_' && c != '"' && c < Byte.MAX_VALUE;
            if (delimits
                    && List.of(text.split(Pattern.quote(String.valueOf(c)))).contains(column)) {
                boolean aligned = c == ' ' && text.contains("  ");
                return aligned
                        ? "; the columns are aligned with blanks: leave one between them, as tr -s ' ' does, and set delimiter: \" \""
                        : "; set delimiter: \"" + c + '"';
            }
        }
        return "";
    }

    static Finding wrappedLines(long first) {
        return Check.WRAPPED_LINES.finding(
                1, first, "Lines are wrapped in quotes as a whole; read as if they were not");
    }

    private int indexOfAlike(String column) {
        for (int i = 0; i < names.size(); i++) {
            if (isAlike(names.get(i), column)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isAlike(String name, String other) {
        return visible(name).equals(visible(other));
    }

    private static String visible(String written) {
        String name = TextFormula.unwrap(written);
        StringBuilder visible = new StringBuilder(name.length());
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Character.getType(c) != Character.FORMAT) {
                visible.append(Character.isSpaceChar(c) ? ' ' : c);
            }
        }
        return visible.toString().strip().toLowerCase(Locale.ROOT);
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

    /** A tab is not white space if it is the delimiter. */
    private static int trimEnd(byte[] bytes, int from, int to, char delimiter) {
        int end = to;
        while (end > from
                && bytes[end - 1] != delimiter
                && (NumberParser.isBlank(bytes[end - 1]) || bytes[end - 1] == '\r' || bytes[end - 1] == '\n')) {
            end--;
        }
        return end;
    }
}
