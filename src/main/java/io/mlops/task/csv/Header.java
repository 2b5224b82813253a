package io.mlops.task.csv;

import com.opencsv.RFC4180Parser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The first record of a file: the names of its columns. */
final class Header {
    private static final int SHOWN = 20;

    static final String WRAPPED = "Lines are wrapped whole in quotes; read as if they were not";

    private final List<String> names;
    private final boolean wrapped;
    /** On which it stands, for what it has to say. */
    private final int line;

    private Header(List<String> names, boolean wrapped, int line) {
        this.names = names;
        this.wrapped = wrapped;
        this.line = line;
    }

    /**
     * Where the header's line ends: after its newline, at {@code to} where the file ends there, or -1 where {@code to}
     * comes first.
     */
    static int end(byte[] bytes, int from, int to, boolean last) {
        boolean quoted = false;
        for (int at = from; at < to; at++) {
            if (bytes[at] == '"') {
                quoted = !quoted;
            } else if (bytes[at] == '\n' && !quoted) {
                return at + 1;
            }
        }
        return last ? to : -1;
    }

    /** @param line on which it stands */
    static Header parse(byte[] bytes, int from, int to, int line) throws CsvException {
        String text = new String(bytes, from, to - from, StandardCharsets.UTF_8).stripTrailing();
        List<String> names = split(text, line);
        boolean wrapped = names.size() == 1
                && names.get(0).indexOf(',') >= 0
                && text.stripLeading().startsWith("\"");
        if (wrapped) {
            names = split(names.get(0), line);
        }
        if (names.size() == 1) {
            refuseOtherDelimiter(names.get(0), line);
        }
        if (text.indexOf('\r') >= 0 && text.indexOf('"') < 0) {
            throw new CsvException("line " + line + ": lines end with a carriage return alone, wanted LF or CRLF");
        }
        return new Header(names, wrapped, line);
    }

    int size() {
        return names.size();
    }

    boolean isWrapped() {
        return wrapped;
    }

    /** Answers the index of a column; says so where its name is not exactly the one asked for, or not the only one. */
    int find(String column, ScanListener listener) throws CsvException {
        if (wrapped) {
            listener.warning(WRAPPED);
        }
        int index = names.indexOf(column);
        if (index < 0) {
            index = findAlike(column);
            listener.warning(
                    "Column \"" + column + "\" is not there by that exact name; \"" + names.get(index) + "\" is read");
        }
        int same = 0;
        for (String name : names) {
            if (isAlike(name, names.get(index))) {
                same++;
            }
        }
        if (same > 1) {
            listener.warning(same + " columns are named \"" + names.get(index).strip() + "\"; the first is read");
        }
        return index;
    }

    private int findAlike(String column) throws CsvException {
        for (int i = 0; i < names.size(); i++) {
            if (isAlike(names.get(i), column)) {
                return i;
            }
        }
        List<String> shown = names.size() > SHOWN ? names.subList(0, SHOWN) : names;
        throw new CsvException("line " + line + ": no column \"" + column + "\" in the header, found "
                + String.join(", ", shown) + (shown.size() < names.size() ? ", … (" + names.size() + " columns)" : ""));
    }

    private static boolean isAlike(String name, String other) {
        return name.strip().toLowerCase(Locale.ROOT).equals(other.strip().toLowerCase(Locale.ROOT));
    }

    private static List<String> split(String text, int line) throws CsvException {
        if (text.indexOf('"') < 0) {
            List<String> names = new ArrayList<>();
            int from = 0;
            for (int comma = text.indexOf(','); comma >= 0; comma = text.indexOf(',', from)) {
                names.add(text.substring(from, comma));
                from = comma + 1;
            }
            names.add(text.substring(from));
            return names;
        }
        if (hasOpenQuote(text)) {
            throw new CsvException("line " + line + ": a quote in the header is opened and never closed");
        }
        try {
            return List.of(new RFC4180Parser().parseLine(text));
        } catch (IOException e) {
            throw new CsvException("line " + line + ": the header cannot be read: " + e.getMessage());
        }
    }

    private static boolean hasOpenQuote(String text) {
        boolean open = false;
        for (int i = 0; i < text.length(); i++) {
            open ^= text.charAt(i) == '"';
        }
        return open;
    }

    private static void refuseOtherDelimiter(String header, int line) throws CsvException {
        for (char delimiter : new char[] {';', '\t', '|'}) {
            if (header.indexOf(delimiter) >= 0) {
                String shown = delimiter == '\t' ? "a tab" : "'" + delimiter + "'";
                throw new CsvException("line " + line + ": the delimiter looks like " + shown + " — only ',' is read");
            }
        }
    }
}
