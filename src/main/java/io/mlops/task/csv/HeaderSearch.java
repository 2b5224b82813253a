package io.mlops.task.csv;

import io.mlops.task.finding.Check;
import io.mlops.task.layout.ColumnRef;
import io.mlops.task.layout.Dialect;
import io.mlops.task.layout.Dialect.HeaderPlace;
import io.mlops.task.layout.KeyColumns;
import io.mlops.task.layout.TextEncoding;
import io.mlops.task.layout.TextInput;
import io.mlops.task.number.Adornments;
import io.mlops.task.number.NumberParser;
import io.mlops.task.number.NumberStyle;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the header of a file, the delimiter, the columns and the first row. */
final class HeaderSearch {
    private static final int MAX_HEADER = 1 << 20;
    private static final int MAX_LINES = 20;
    private static final int MAX_SEPARATOR_LINE = 16;
    private static final int MAX_LINES_OF_HEAD = 1000;
    private static final int MIN_ROWS_WITH_TIME = 10;
    private static final char[] DELIMITERS = {',', ';', '\t', '|'};
    /** The comma last: it is in numbers. */
    private static final char[] OTHER_DELIMITERS = {';', '\t', '|', ','};
    /** Spreadsheets write and obey such a first line. */
    private static final Pattern SEPARATOR_LINE = Pattern.compile("\"?sep=(.)\"?\\s*", Pattern.CASE_INSENSITIVE);

    private final TextInput input;
    private final ColumnQuery query;
    private final Dialect dialect;
    private final NumberStyle style;
    private final ScanListener listener;

    private @Nullable Character delimiter;
    private int at;
    private int line = 1;
    /** Lines before the header that are not blank. */
    private int skipped;
    /** Where the text starts that is searched for the header, and its line. */
    private int start;

    private int firstLine;
    /** The first record that is not blank, and where it is. */
    private @Nullable Header first;

    private int firstAt;
    /** The record with the most names. */
    private @Nullable Header widest;
    /** Why a record could not be read. */
    private @Nullable CsvException problem;

    HeaderSearch(TextInput input, ColumnQuery query, NumberStyle style, ScanListener listener) {
        this.input = input;
        this.query = query;
        this.dialect = query.dialect();
        this.style = style;
        this.listener = listener;
        this.delimiter = dialect.delimiter();
        this.at = TextEncoding.markLength(input.head());
    }

    RowLayout find() throws CsvException, IOException {
        readSeparatorLine();
        if (dialect.header() instanceof HeaderPlace.Line place) {
            return at(place.line());
        }
        if (dialect.header() instanceof HeaderPlace.None) {
            return withoutHeader(nextRecord());
        }
        start = at;
        firstLine = line;
        return query.column() instanceof ColumnRef.Placed placed
                ? placed(placed.index())
                : named(((ColumnRef.Named) query.column()).name());
    }

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

    private RowLayout named(String column) throws CsvException, IOException {
        Header found = search(column);
        if (found != null) {
            return withHeader(found);
        }
        Header header = first;
        if (header != null && problem == null) {
            at = firstAt;
            line = header.line();
            skipped = 0;
            int only = onlyBesideTime(header);
            if (only >= 0) {
                listener.found(header.other(column, only));
                return withHeader(header, only);
            }
        }
        throw refusal(column);
    }

    /** Returns the first of the first records that has the column, null if none has. */
    private @Nullable Header search(String column) throws IOException {
        try {
            while (line <= MAX_LINES && skipBlankLines()) {
                Header best = null;
                for (char candidate : candidates()) {
                    try {
                        Header header = header(candidate);
                        if (header.has(column)) {
                            return header;
                        }
                        best = best == null || header.size() > best.size() ? header : best;
                    } catch (CsvException e) {
                        problem = problem == null ? e : problem;
                    }
                }
                if (first == null && best != null) {
                    first = best;
                    firstAt = at;
                }
                widest = widest == null || (best != null && best.size() > widest.size()) ? best : widest;
                skip(recordEnd(anyDelimiter()));
            }
        } catch (CsvException e) {
            problem = problem == null ? e : problem;
        }
        return null;
    }

    private CsvException refusal(String column) {
        List<Header> lines = lines(column);
        Header likely = likelyHeader(lines);
        for (Header below : lines) {
            if (below.has(column)) {
                CsvException why = problem == null && first != null ? first.absent(column) : problem;
                return why == null ? empty() : why.withRemedy("; say header: " + below.line());
            }
        }
        if (problem != null) {
            return likely == null ? problem : problem.withRemedy(remedy(likely) + ", of " + likely.excerpt());
        }
        if (first == null || widest == null) {
            return empty();
        }
        boolean rowsFirst = likely == null || (first.size() > 1 && likely.line() > MAX_LINES);
        if (first.hasNumbers(style) && rowsFirst) {
            return CsvException.at(
                    first.line(),
                    "it holds numbers, not names: say header: none and column: the column's place, from 0, such as "
                            + Math.min(4, first.size() - 1));
        }
        if (likely != null) {
            return likely.absent(column).withRemedy(remedy(likely));
        }
        for (Header one : lines) {
            String remedy = one.delimiterRemedy(column);
            if (!remedy.isEmpty()) {
                return one.absent(column).withRemedy(remedy);
            }
        }
        return widest.absent(column);
    }

    private String remedy(Header likely) {
        boolean detected = first != null && likely.line() == first.line();
        return (detected ? "; say" : "; say header: " + likely.line() + " and") + " column: one of them";
    }

    /** Returns the first lines that are not blank, whatever quotes are in them, split as to have the column if there is a way. */
    private List<Header> lines(@Nullable String column) {
        List<Header> lines = new ArrayList<>();
        byte[] bytes = input.head();
        int number = firstLine;
        int from = start;
        while (from < bytes.length && lines.size() < MAX_LINES_OF_HEAD) {
            int end = from;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            Header best = isBlank(from, end) ? null : line(from, end, number, column);
            if (best != null) {
                lines.add(best);
            }
            from = end + 1;
            number++;
        }
        return lines;
    }

    /** Returns null if a quote in it is not closed. */
    private @Nullable Header line(int from, int end, int number, @Nullable String column) {
        Header best = null;
        for (char candidate : candidates()) {
            Header header = parsed(from, end, number, candidate);
            if (header != null && column != null && header.has(column)) {
                return header;
            }
            best = best == null || (header != null && header.size() > best.size()) ? header : best;
        }
        return best;
    }

    private @Nullable Header parsed(int from, int end, int number, char separator) {
        try {
            return Header.parse(input.head(), from, end, number, separator);
        } catch (CsvException e) {
            return null;
        }
    }

    /** Returns the first line of names with rows of numbers below it; null if there is none. */
    private @Nullable Header likelyHeader(List<Header> lines) {
        for (int i = 0; i + 1 < lines.size(); i++) {
            Header header = lines.get(i);
            boolean named = header.size() > 1 && !header.hasNumbers(style);
            if (named
                    && isRowOf(header, lines.get(i + 1))
                    && isRowOf(header, lines.get(Math.min(i + 2, lines.size() - 1)))) {
                return header;
            }
        }
        return null;
    }

    private boolean isRowOf(Header header, Header below) {
        int more = below.size() - header.size();
        return (more == 0 || more == 1) && below.hasNumbers(style);
    }

    /** Where the column is given by its place, the first line is a row if it has a number there. */
    private RowLayout placed(int place) throws CsvException, IOException {
        Header record;
        try {
            record = nextRecord();
            record.requirePlace(place);
        } catch (CsvException e) {
            Header likely = likelyHeader(lines(null));
            throw likely == null || likely.size() <= place ? e : e.withRemedy("; say header: " + likely.line());
        }
        if (!isNumber(record.name(place))) {
            return withHeader(record);
        }
        List<List<String>> rows = sample(record.delimiter());
        requireNumber(place, record, rows.subList(Math.min(1, rows.size()), rows.size()));
        return withoutHeader(record);
    }

    private boolean isNumber(String text) {
        return !Double.isNaN(style.parse(Adornments.remove(text.strip())));
    }

    /** The first line may be a title rather than the header: then there is no number below it. */
    private void requireNumber(int place, Header header, List<List<String>> rows) throws CsvException {
        if (rows.isEmpty()) {
            return;
        }
        boolean absent = rows.get(0).size() <= place;
        String text = absent ? "" : rows.get(0).get(place);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (isNumber(text) || (!absent && style.isMissing(bytes, 0, bytes.length))) {
            return;
        }
        Header likely = likelyHeader(lines(null));
        if (likely != null && likely.line() > header.line() && likely.size() > place) {
            throw CsvException.at(
                    header.line(),
                    SafeText.excerpt(header.name(place)),
                    "must have a number below it, was \"" + SafeText.excerpt(text) + "\"; say header: "
                            + likely.line());
        }
    }

    private RowLayout at(int headerLine) throws CsvException, IOException {
        while (line < headerLine && !atEnd()) {
            skipLine();
        }
        if (atEnd()) {
            throw CsvException.ofFile(
                    "header " + Messages.mustBe("a line of the file, which has " + (line - 1), headerLine));
        }
        if (query.column() instanceof ColumnRef.Named named) {
            for (char candidate : candidates()) {
                Header header = header(candidate);
                if (header.has(named.name())) {
                    return withHeader(header);
                }
            }
        }
        return withHeader(nextRecord());
    }

    private RowLayout withoutHeader(Header first) throws CsvException, IOException {
        ColumnRef.Placed placed = requirePlace("column", query.column());
        List<List<String>> rows = sample(first.delimiter());
        if (first.size() <= placed.index() && rows.size() > 1 && rows.get(1).size() > placed.index()) {
            throw CsvException.at(
                    first.line(),
                    "it is no row: leave out the lines above the rows, as tail -n +2 does with the first");
        }
        int column = first.requirePlace(placed.index());
        KeyColumns keys = query.keys();
        for (ColumnRef key : keys.time()) {
            requirePlace("time", key);
        }
        if (keys.group() != null) {
            requirePlace("group", keys.group());
        }
        TimeColumns time = keys.detectsTime()
                ? TimeColumns.byValues(first, keys, rows)
                : TimeColumns.of(first, keys, rows, listener);
        reportTime(time, first, rows);
        return layout(first, 0, column, placed.label(), time.namedByPlace());
    }

    /** Without a time the rows are only half checked. A few rows, or one or two columns, may well have none. */
    private void reportTime(TimeColumns time, Header header, List<List<String>> rows) {
        if (rows.size() < MIN_ROWS_WITH_TIME || !time.format().isEmpty()) {
            return;
        }
        boolean detects = query.keys().detectsTime();
        int place = detects
                ? TimeColumns.firstNamedTime(header)
                : time.indices().isEmpty() ? -1 : time.indices().get(0);
        String text =
                place < 0 || place >= rows.get(0).size() ? "" : rows.get(0).get(place);
        String remedy = TimeColumns.remedy(text.strip());
        if (detects ? place < 0 && header.size() <= 2 : remedy.isEmpty()) {
            return;
        }
        listener.found(Check.TIME_NONE.finding(
                1,
                header.line(),
                (place < 0
                                ? "No column has times"
                                : "Column \"" + SafeText.excerpt(header.name(place))
                                        + "\" has no times that can be read")
                        + ", so order, gaps and repetitions are not checked"
                        + (!remedy.isEmpty()
                                ? remedy
                                : place < 0 ? "; say time: its name or place" : "; say time or time_format")));
    }

    private static ColumnRef.Placed requirePlace(String key, ColumnRef column) throws CsvException {
        if (column instanceof ColumnRef.Placed placed) {
            return placed;
        }
        throw CsvException.ofFile(
                key + " " + Messages.mustBe("a place, from 0, as there is no header", column.label()));
    }

    /** Returns the index of the only column besides the time: FRED names it after the series; -1 if there is no such column. */
    private int onlyBesideTime(Header header) throws CsvException, IOException {
        if (header.size() != 2 || skipped > 0) {
            return -1;
        }
        int before = at;
        at = recordEnd(header.delimiter());
        List<Integer> time = TimeColumns.of(header, KeyColumns.AUTO, sample(header.delimiter()), listener)
                .indices();
        at = before;
        return time.size() == 1 ? 1 - time.get(0) : -1;
    }

    private RowLayout withHeader(Header header) throws CsvException, IOException {
        return withHeader(header, header.find(query.column(), listener));
    }

    private RowLayout withHeader(Header header, int column) throws CsvException, IOException {
        if (skipped > 0) {
            listener.found(Check.LINES_SKIPPED.finding(
                    skipped,
                    1,
                    skipped + (skipped == 1 ? " line" : " lines") + " before the header, which is line " + header.line()
                            + ", are not read"));
        }
        skip(recordEnd(header.delimiter()));
        Header names = skipLevels(header);
        List<List<String>> rows = sample(header.delimiter());
        if (query.column() instanceof ColumnRef.Placed placed && dialect.header() instanceof HeaderPlace.Auto) {
            requireNumber(placed.index(), header, rows);
        }
        TimeColumns time = TimeColumns.of(names, query.keys(), rows, listener);
        reportTime(time, names, rows);
        String name = query.column() instanceof ColumnRef.Named named ? named.name() : header.name(column);
        return layout(names, header.line(), column, name, time);
    }

    private RowLayout layout(Header header, int headerLine, int column, String name, TimeColumns time)
            throws CsvException {
        ColumnRef group = query.keys().group();
        return new RowLayout(
                header.delimiter(),
                at,
                line,
                headerLine,
                header.isWrapped(),
                header.names(),
                column,
                name,
                time.indices(),
                time.names(),
                group == null ? -1 : header.find(group, listener),
                time.format());
    }

    /** pandas writes column labels of two levels, as yfinance has, in two lines, and the name of the index below them. */
    private Header skipLevels(Header header) throws CsvException, IOException {
        if (!isLevel(header.name(0))) {
            return header;
        }
        List<List<String>> next = sample(header.delimiter());
        int levels = next.size() > 1 && isLevel(next.get(0).get(0)) && isIndexName(next.get(1)) ? 1 : 0;
        if (next.size() <= levels || !isIndexName(next.get(levels))) {
            return header;
        }
        listener.found(Check.LINES_SKIPPED.finding(
                levels + 1,
                line,
                levels == 0
                        ? "1 line after the header, which has the name of the first column, is not read"
                        : "2 lines after the header, which have the symbol and the name of the first column, are not"
                                + " read"));
        for (int i = 0; i <= levels; i++) {
            skip(recordEnd(header.delimiter()));
        }
        return header.withFirstName(next.get(levels).get(0));
    }

    private static boolean isLevel(String name) {
        return name.isBlank() || name.equals("Price") || name.equals("Ticker");
    }

    private static boolean isIndexName(List<String> row) {
        String name = row.get(0).strip();
        return row.size() > 1
                && TimeColumns.isNamedTime(name)
                && row.subList(1, row.size()).stream().allMatch(String::isBlank);
    }

    /** Returns the texts of the first rows. */
    private List<List<String>> sample(char separator) throws CsvException, IOException {
        List<List<String>> rows = new ArrayList<>();
        int from = at;
        for (int i = 0; i < MAX_LINES && from < input.head().length; i++) {
            int end = Header.end(input.head(), from, input.head().length, input.isComplete(), separator);
            if (end < 0) {
                break;
            }
            if (!isBlank(from, end)) {
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

    private Header nextRecord() throws CsvException, IOException {
        if (!skipBlankLines()) {
            throw empty();
        }
        Header best = null;
        for (char candidate : candidates()) {
            Header header = header(candidate);
            boolean inNumbers = candidate == ',' && hasCommaInNumbers() && best != null && best.size() > 1;
            best = best == null || (header.size() > best.size() && !inNumbers) ? header : best;
        }
        return Objects.requireNonNull(best);
    }

    private Header header(char separator) throws CsvException, IOException {
        return Header.parse(input.head(), at, recordEnd(separator), line, separator);
    }

    private char[] candidates() {
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
    private boolean skipBlankLines() throws CsvException, IOException {
        int end = recordEnd(anyDelimiter());
        while (end > at && isBlank(at, end)) {
            at = end;
            line++;
            end = recordEnd(anyDelimiter());
        }
        return end > at;
    }

    private void skip(int end) {
        byte[] bytes = input.head();
        skipped++;
        for (; at < end; at++) {
            line += bytes[at] == '\n' ? 1 : 0;
        }
    }

    private boolean atEnd() throws IOException {
        while (at == input.head().length && !input.isComplete()) {
            input.readMore();
        }
        return at == input.head().length;
    }

    /** Skips a line, whatever quotes are in it. */
    private void skipLine() throws CsvException, IOException {
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
        skipped += isBlank(at, end) ? 0 : 1;
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

    private boolean isBlank(int from, int to) {
        byte[] bytes = input.head();
        for (int i = from; i < to; i++) {
            if (!NumberParser.isBlank(bytes[i]) && bytes[i] != '\r' && bytes[i] != '\n') {
                return false;
            }
        }
        return true;
    }

    private static CsvException empty() {
        return CsvException.ofFile("the file " + Messages.mustBe("a header and rows", "empty"));
    }
}
