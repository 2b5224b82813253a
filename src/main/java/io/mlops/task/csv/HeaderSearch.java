package io.mlops.task.csv;

import io.mlops.task.finding.Check;
import io.mlops.task.layout.ColumnRef;
import io.mlops.task.layout.Dialect;
import io.mlops.task.layout.Dialect.HeaderPlace;
import io.mlops.task.layout.KeyColumns;
import io.mlops.task.layout.TextInput;
import io.mlops.task.number.Adornments;
import io.mlops.task.number.NumberStyle;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the header of a file, the delimiter, the columns and the first row. */
final class HeaderSearch {
    static final int MAX_LINES = 20;
    private static final int MIN_ROWS_WITH_TIME = 10;

    private final ColumnQuery query;
    private final Dialect dialect;
    private final NumberStyle style;
    private final ScanListener listener;

    private final RecordCursor cursor;
    private final HeaderRefusal refusal;
    /** The first record that is not blank, and its position. */
    private @Nullable Header first;

    private int firstAt;
    /** The record with the most names. */
    private @Nullable Header widest;
    /** Why a record could not be read. */
    private @Nullable CsvException problem;

    HeaderSearch(TextInput input, ColumnQuery query, NumberStyle style, ScanListener listener) {
        this.query = query;
        this.dialect = query.dialect();
        this.style = style;
        this.listener = listener;
        this.cursor = new RecordCursor(input, dialect);
        this.refusal = new HeaderRefusal(input, style, cursor);
    }

    RowLayout find() throws CsvException, IOException {
        if (dialect.header() instanceof HeaderPlace.Line place) {
            return at(place.line());
        }
        if (dialect.header() instanceof HeaderPlace.None) {
            return withoutHeader(cursor.nextRecord());
        }
        return query.column() instanceof ColumnRef.Placed placed
                ? placed(placed.index())
                : named(((ColumnRef.Named) query.column()).name());
    }

    private RowLayout named(String column) throws CsvException, IOException {
        Header found = search(column);
        if (found != null) {
            return withHeader(found);
        }
        Header header = first;
        if (header != null && problem == null) {
            cursor.restartAt(firstAt, header.line());
            int only = onlyBesideTime(header);
            if (only >= 0) {
                listener.found(header.other(column, only));
                return withHeader(header, only);
            }
        }
        throw refusal.absent(column, first, widest, problem);
    }

    /** Returns the first of the leading records that has the column; null if none has. */
    private @Nullable Header search(String column) throws IOException {
        try {
            while (cursor.line() <= MAX_LINES && cursor.skipBlankLines()) {
                Header best = null;
                for (char candidate : cursor.candidates()) {
                    try {
                        Header header = cursor.header(candidate);
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
                    firstAt = cursor.at();
                }
                widest = widest == null || (best != null && best.size() > widest.size()) ? best : widest;
                cursor.skipRecord();
            }
        } catch (CsvException e) {
            problem = problem == null ? e : problem;
        }
        return null;
    }

    /** If the column is given by its index, the first line is a row if it has a number there. */
    private RowLayout placed(int place) throws CsvException, IOException {
        Header record;
        try {
            record = cursor.nextRecord();
            record.requirePlace(place);
        } catch (CsvException e) {
            throw refusal.noPlace(place, e);
        }
        if (!isNumber(record.name(place))) {
            return withHeader(record);
        }
        List<List<String>> rows = cursor.sample(record.delimiter());
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
        CsvException title = refusal.title(header, place, text);
        if (title != null) {
            throw title;
        }
    }

    private RowLayout at(int headerLine) throws CsvException, IOException {
        while (cursor.line() < headerLine && !cursor.atEnd()) {
            cursor.skipLine();
        }
        if (cursor.atEnd()) {
            throw CsvException.ofFile(
                    "header " + Messages.mustBe("a line of the file, which has " + (cursor.line() - 1), headerLine));
        }
        if (query.column() instanceof ColumnRef.Named named) {
            for (char candidate : cursor.candidates()) {
                Header header = cursor.header(candidate);
                if (header.has(named.name())) {
                    return withHeader(header);
                }
            }
        }
        return withHeader(cursor.nextRecord());
    }

    private RowLayout withoutHeader(Header first) throws CsvException, IOException {
        ColumnRef.Placed placed = requirePlace("column", query.column());
        List<List<String>> rows = cursor.sample(first.delimiter());
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

    /** Without a time, order and gaps are not checked. Files of a few rows, or of one or two columns, often have none. */
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
                                : place < 0 ? "; set time: its name or place" : "; set time or time_format")));
    }

    private static ColumnRef.Placed requirePlace(String key, ColumnRef column) throws CsvException {
        if (column instanceof ColumnRef.Placed placed) {
            return placed;
        }
        throw CsvException.ofFile(
                key + " " + Messages.mustBe("a place, from 0, as there is no header", column.label()));
    }

    /** Returns the index of the only column other than the time, which FRED names after the series; -1 if there is no such column. */
    private int onlyBesideTime(Header header) throws CsvException, IOException {
        if (header.size() != 2 || cursor.skipped() > 0) {
            return -1;
        }
        int before = cursor.at();
        cursor.skipRecord(header.delimiter());
        List<Integer> time = TimeColumns.of(header, KeyColumns.AUTO, cursor.sample(header.delimiter()), listener)
                .indices();
        cursor.restartAt(before, header.line());
        return time.size() == 1 ? 1 - time.get(0) : -1;
    }

    private RowLayout withHeader(Header header) throws CsvException, IOException {
        return withHeader(header, header.find(query.column(), listener));
    }

    private RowLayout withHeader(Header header, int column) throws CsvException, IOException {
        int skipped = cursor.skipped();
        if (skipped > 0) {
            listener.found(Check.LINES_SKIPPED.finding(
                    skipped,
                    1,
                    skipped + (skipped == 1 ? " line" : " lines") + " before the header, which is line " + header.line()
                            + ", are not read"));
        }
        cursor.skipRecord(header.delimiter());
        Header names = skipLevels(header);
        List<List<String>> rows = cursor.sample(header.delimiter());
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
                cursor.at(),
                cursor.line(),
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
        List<List<String>> next = cursor.sample(header.delimiter());
        int levels = next.size() > 1 && isLevel(next.get(0).get(0)) && isIndexName(next.get(1)) ? 1 : 0;
        if (next.size() <= levels || !isIndexName(next.get(levels))) {
            return header;
        }
        listener.found(Check.LINES_SKIPPED.finding(
                levels + 1,
                cursor.line(),
                levels == 0
                        ? "1 line after the header, which has the name of the first column, is not read"
                        : "2 lines after the header, which have the symbol and the name of the first column, are not"
                                + " read"));
        for (int i = 0; i <= levels; i++) {
            cursor.skipRecord(header.delimiter());
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
}
