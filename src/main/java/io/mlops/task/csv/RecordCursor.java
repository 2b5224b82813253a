package io.mlops.task.csv;

import io.mlops.task.layout.Dialect;
import io.mlops.task.layout.TextEncoding;
import io.mlops.task.layout.TextInput;
import io.mlops.task.number.NumberParser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A place in the first bytes of a file, which are read record by record while the delimiter is not yet known. */
final class RecordCursor {
    private static final int MAX_HEADER = 1 << 20;
    private static final int MAX_SAMPLE = 20;
    private static final int MAX_SEPARATOR_LINE = 16;
    private static final char[] DELIMITERS = {',', ';', '\t', '|'};
    /** The comma is last, because it also occurs in numbers. */
    private static final char[] OTHER_DELIMITERS = {';', '\t', '|', ','};
    /** Spreadsheets write and interpret such a first line. */
    private static final Pattern SEPARATOR_LINE = Pattern.compile("\"?sep=(.)\"?\\s*", Pattern.CASE_INSENSITIVE);

    private final TextInput input;
    private final Dialect dialect;
    private @Nullable Character delimiter;
    private int at;
    private int line = 1;
    private int skipped;

    RecordCursor(TextInput input, Dialect dialect) {
        this.input = input;
        this.dialect = dialect;
        this.delimiter = dialect.delimiter();
        this.at = TextEncoding.markLength(input.head());
        readSeparatorLine();
    }

    int at() {
        return at;
    }

    int line() {
        return line;
    }

    /** Returns how many lines or records that are not blank were skipped. */
    int skipped() {
        return skipped;
    }

    /** Goes back to a place as if nothing had been skipped before it. */
    void restartAt(int place, int placeLine) {
        at = place;
        line = placeLine;
        skipped = 0;
    }

    /** Skips a first line {@code sep=;}, and takes its delimiter if none is configured. */
    private void readSeparatorLine() {
        byte[] bytes = input.head();
        int end = at;
        while (end < bytes.length && end - at < MAX_SEPARATOR_LINE && bytes[end] != '\n') {
            end++;
        }
        end += end < bytes.length && bytes[end] == '\n' ? 1 : 0;
        Matcher separator = SEPARATOR_LINE.matcher(new String(bytes, at, end - at, StandardCharsets.UTF_8));
        if (separator.matches()) {
            delimiter = delimiter == null ? (Character) separator.group(1).charAt(0) : delimiter;
            at = end;
            line++;
        }
    }

    /** Returns the texts of the first rows. */
    List<List<String>> sample(char separator) throws CsvException, IOException {
        List<List<String>> rows = new ArrayList<>();
        int from = at;
        for (int i = 0; i < MAX_SAMPLE && from < input.head().length; i++) {
            int end = Header.end(input.head(), from, input.head().length, input.isComplete(), separator);
            if (end < 0) {
                break;
            }
            if (!isBlank(input.head(), from, end)) {
                try {
                    rows.add(Header.parse(input.head(), from, end, line, separator)
                            .names());
                } catch (CsvException e) {
                    break;
                }
            }
            from = end;
        }
        return rows;
    }

    /** Returns the record at this place, with the delimiter that gives the most names. */
    Header nextRecord() throws CsvException, IOException {
        if (!skipBlankLines()) {
            throw HeaderRefusal.empty();
        }
        Header best = null;
        for (char candidate : candidates()) {
            Header header = header(candidate);
            boolean inNumbers = candidate == ',' && hasCommaInNumbers() && best != null && best.size() > 1;
            best = best == null || (header.size() > best.size() && !inNumbers) ? header : best;
        }
        return Objects.requireNonNull(best);
    }

    Header header(char separator) throws CsvException, IOException {
        return Header.parse(input.head(), at, recordEnd(separator), line, separator);
    }

    /** Returns the delimiters that the file may have. */
    char[] candidates() {
        if (delimiter != null) {
            return new char[] {delimiter};
        }
        return hasCommaInNumbers() ? OTHER_DELIMITERS : DELIMITERS;
    }

    private boolean hasCommaInNumbers() {
        return dialect.decimal() == ',' || Character.valueOf(',').equals(dialect.thousands());
    }

    private char anyDelimiter() {
        return delimiter == null ? DELIMITERS[0] : delimiter;
    }

    /** Returns whether there is a record. */
    boolean skipBlankLines() throws CsvException, IOException {
        int end = recordEnd(anyDelimiter());
        while (end > at && isBlank(input.head(), at, end)) {
            at = end;
            line++;
            end = recordEnd(anyDelimiter());
        }
        return end > at;
    }

    void skipRecord() throws CsvException, IOException {
        skipRecord(anyDelimiter());
    }

    void skipRecord(char separator) throws CsvException, IOException {
        int end = recordEnd(separator);
        byte[] bytes = input.head();
        skipped++;
        for (; at < end; at++) {
            line += bytes[at] == '\n' ? 1 : 0;
        }
    }

    boolean atEnd() throws IOException {
        while (at == input.head().length && !input.isComplete()) {
            input.readMore();
        }
        return at == input.head().length;
    }

    /** Skips a line, regardless of quotes. */
    void skipLine() throws CsvException, IOException {
        int end = at;
        while (input.head()[end++] != '\n') {
            if (end - at > MAX_HEADER) {
                throw CsvException.at(line, "no end of the line within " + MAX_HEADER + " bytes");
            }
            while (end == input.head().length && !input.isComplete()) {
                input.readMore();
            }
            if (end == input.head().length) {
                break;
            }
        }
        skipped += isBlank(input.head(), at, end) ? 0 : 1;
        at = end;
        line++;
    }

    private int recordEnd(char separator) throws IOException, CsvException {
        int end = Header.end(input.head(), at, input.head().length, input.isComplete(), separator);
        while (end < 0) {
            if (input.head().length - at >= MAX_HEADER) {
                throw CsvException.at(line, "no end of the header within " + MAX_HEADER + " bytes");
            }
            input.readMore();
            end = Header.end(input.head(), at, input.head().length, input.isComplete(), separator);
        }
        return end;
    }

    static boolean isBlank(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!NumberParser.isBlank(bytes[i]) && bytes[i] != '\r' && bytes[i] != '\n') {
                return false;
            }
        }
        return true;
    }
}
