package io.mlops.task.csv;

import io.mlops.task.layout.ColumnRef;
import io.mlops.task.layout.KeyColumns;
import io.mlops.task.text.SafeText;
import io.mlops.task.text.TextFormula;
import io.mlops.task.time.TimeParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The columns that have the time of a row.
 *
 * @param format format of the first times; "" if they are not times
 */
record TimeColumns(List<Integer> indices, List<String> names, String format) {
    /** Without punctuation, as used by exchanges, brokers, vendors and spreadsheets. */
    private static final Set<String> TIME_NAMES = Set.of(
            "timestamp",
            "time",
            "date",
            "datetime",
            "opentime",
            "unix",
            "gmttime",
            "localtime",
            "utc",
            "utctime",
            "timeopen",
            "unixtime",
            "unixtimestamp",
            "windowstart",
            "tradedate",
            "tradetime",
            "day",
            "dates",
            "begin",
            "starttime",
            "candletime",
            "bartime",
            "observationdate",
            "exchangedate",
            "minute",
            "dt",
            "ts",
            "datum",
            "fecha",
            "data",
            "дата",
            "日期",
            "tradeday",
            "dtyyyymmdd",
            "priceddate",
            "pricedate",
            "closetime",
            "timeclose",
            "timeperiod",
            "quotedate",
            "tsevent",
            "startat",
            "timestampms",
            "epoch",
            "日付",
            "날짜",
            "일자");

    /** 1990-01-01: smaller numbers of seconds since 1970 are more likely volumes or identifiers. */
    private static final long FIRST_UNIX = TimeParser.of("1990-01-01");

    private static final int YEAR_DIGITS = 4;
    private static final long MINUTE = 60_000_000_000L;

    static final TimeColumns NONE = new TimeColumns(List.of(), List.of(), "");

    /**
     * @param header names of the columns
     * @param rows the texts of the first rows
     */
    static TimeColumns of(Header header, KeyColumns keys, List<List<String>> rows, ScanListener listener)
            throws CsvException {
        if (!keys.detectsTime()) {
            List<Integer> indices = new ArrayList<>();
            List<String> names = new ArrayList<>();
            for (ColumnRef column : keys.time()) {
                indices.add(header.find(column, listener));
                names.add(header.name(indices.get(indices.size() - 1)));
            }
            return new TimeColumns(indices, names, format(indices, keys, rows));
        }
        TimeColumns counter = NONE;
        for (int i = 0; i < header.size(); i++) {
            String format = isNamedTime(header.name(i)) ? format(List.of(i), keys, rows) : "";
            TimeColumns found = format.isEmpty() ? NONE : withTimeOfDay(i, header, keys, rows, format);
            if (!format.isEmpty() && (found.indices().size() > 1 || !isCounter(i, format, rows))) {
                return found;
            }
            counter = counter.indices().isEmpty() ? found : counter;
        }
        TimeColumns byValues = byValues(header, keys, rows);
        return byValues.indices().isEmpty() ? counter : byValues;
    }

    /** Whether its times are more likely row numbers, or times of day without colons. */
    private static boolean isCounter(int column, String format, List<List<String>> rows) {
        return format.equals("Unix seconds") && parse(new TimeParser(null), rows.get(0), List.of(column)) < FIRST_UNIX;
    }

    /**
     * Returns the first column, or two with date and time of day, whose values are monotonic times. pandas and spreadsheets
     * omit its name, or write it in any language. Unix times must be whole minutes.
     */
    static TimeColumns byValues(Header header, KeyColumns keys, List<List<String>> rows) {
        for (int i = 0; i < header.size(); i++) {
            List<Integer> date = List.of(i);
            List<Integer> both = List.of(i, i + 1);
            if (hasClockTimes(i + 1, rows) && runsOneWay(both, keys, rows)) {
                return new TimeColumns(both, List.of(header.name(i), header.name(i + 1)), format(both, keys, rows));
            }
            if (runsOneWay(date, keys, rows)) {
                String name = header.name(i).isBlank() ? String.valueOf(i) : header.name(i);
                return new TimeColumns(date, List.of(name), format(date, keys, rows));
            }
            String format = header.name(i).isBlank() ? format(date, keys, rows) : "";
            if (TimeParser.NumberFormat.isLabel(format)) {
                return new TimeColumns(date, List.of(String.valueOf(i)), format);
            }
        }
        return NONE;
    }

    private static boolean hasClockTimes(int column, List<List<String>> rows) {
        for (List<String> row : rows) {
            String text = column < row.size() ? row.get(column).strip() : "";
            if (text.indexOf(':') < 0 || !TimeParser.isTimeOfDay(text)) {
                return false;
            }
        }
        return !rows.isEmpty();
    }

    private static boolean runsOneWay(List<Integer> columns, KeyColumns keys, List<List<String>> rows) {
        TimeParser parser = new TimeParser(keys.timeFormat());
        long[] monthFirst = new long[rows.size()];
        long[] dayFirst = new long[rows.size()];
        for (int i = 0; i < rows.size(); i++) {
            monthFirst[i] = parse(parser, rows.get(i), columns);
            dayFirst[i] = parser.dayFirst();
            boolean isTime = monthFirst[i] != TimeParser.NONE || dayFirst[i] != TimeParser.NONE;
            boolean isUnix = isTime && parser.format().startsWith("Unix");
            if (!isTime || (isUnix && (dayFirst[i] < FIRST_UNIX || dayFirst[i] % MINUTE != 0))) {
                return false;
            }
        }
        return runsOneWay(monthFirst) || runsOneWay(dayFirst);
    }

    private static boolean runsOneWay(long[] times) {
        boolean forward = false;
        boolean back = false;
        for (int i = 0; i < times.length; i++) {
            if (times[i] == TimeParser.NONE) {
                return false;
            }
            forward |= i > 0 && times[i] > times[i - 1];
            back |= i > 0 && times[i] < times[i - 1];
        }
        return forward != back;
    }

    /** Returns the same columns, named by their indexes. */
    TimeColumns namedByPlace() {
        return new TimeColumns(indices, indices.stream().map(String::valueOf).toList(), format);
    }

    /** A date alone is joined with the time of day in the column after it. */
    private static TimeColumns withTimeOfDay(
            int date, Header header, KeyColumns keys, List<List<String>> rows, String format) {
        int next = date + 1;
        List<Integer> both = List.of(date, next);
        boolean joined = next < header.size()
                && (isNamedTime(header.name(next)) || hasClockTimes(next, rows))
                && rows.stream()
                        .allMatch(row -> row.size() > next
                                && TimeParser.isTimeOfDay(row.get(next).strip()));
        String joinedFormat = joined ? format(both, keys, rows) : "";
        return joinedFormat.isEmpty()
                ? new TimeColumns(List.of(date), List.of(header.name(date)), format)
                : new TimeColumns(both, List.of(header.name(date), header.name(next)), joinedFormat);
    }

    /** Returns the place of the first column that is named as times are, -1 if there is none. */
    static int firstNamedTime(Header header) {
        for (int i = 0; i < header.size(); i++) {
            if (isNamedTime(header.name(i))) {
                return i;
            }
        }
        return -1;
    }

    static boolean isNamedTime(String name) {
        return TIME_NAMES.contains(name.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}]", ""));
    }

    /** Returns the format of the first times; "" if fewer than half of the rows have one. */
    private static String format(List<Integer> columns, KeyColumns keys, List<List<String>> rows) {
        String format = format(columns, new TimeParser(keys.timeFormat()), rows);
        boolean mayBeNumbers =
                format.equals("Unix seconds") || (format.isEmpty() && columns.size() == 1 && keys.timeFormat() == null);
        if (!mayBeNumbers || rows.size() < 2) {
            return format;
        }
        boolean counted = areCounted(columns, rows);
        for (TimeParser.NumberFormat numbers : TimeParser.NumberFormat.values()) {
            TimeParser parser = new TimeParser(null, numbers.label());
            long[] times =
                    rows.stream().mapToLong(row -> parse(parser, row, columns)).toArray();
            boolean isDecided =
                    numbers != TimeParser.NumberFormat.YEAR_POINT_MONTH || hasZeroBeforeMonth(columns, rows);
            if (isDecided
                    && !(counted && numbers.isLikeCounter())
                    && parser.format().equals(numbers.label())
                    && runsOneWay(times)) {
                return numbers.label();
            }
        }
        return format;
    }

    /** Whether one of the first months is as {@code 1990.01}; otherwise {@code 1990.1} may be January or October. */
    private static boolean hasZeroBeforeMonth(List<Integer> columns, List<List<String>> rows) {
        int column = columns.get(0);
        return rows.stream()
                .anyMatch(row -> column < row.size() && row.get(column).strip().startsWith(".0", YEAR_DIGITS));
    }

    /** Returns what to do about a text that should be a time; "" if nothing is known. */
    static String remedy(String text) {
        if (text.length() > TimeParser.MAX_TIME_LENGTH) {
            return "";
        }
        if (text.matches("\\d{4}\\.\\d{1,2}")) {
            return "; the month of " + text + " may be January or October: write it with two digits, as in 1990.01";
        }
        String format = text.matches("\\p{L}{3,}\\.?[ -]\\d{2}") ? monthAndYear(text) : "";
        if (!format.isEmpty()) {
            return "; \"" + SafeText.excerpt(text) + "\" may be a day or a year: if it is a year, set time_format: \""
                    + format + '"';
        }
        return text.matches("(.*\\d\\P{L}+)?\\p{L}{3,}\\P{L}+\\d{2,}.*")
                ? "; the month in \"" + SafeText.excerpt(text) + "\" is not known: write it as a number"
                : "";
    }

    /** Returns the {@code time_format} that reads a month's name and a two-digit year; "" if there is none. */
    private static String monthAndYear(String text) {
        String rest = text.replaceFirst("^\\p{L}+", "").replaceFirst("\\d+$", "yy");
        for (String month : List.of("MMM", "MMMM")) {
            if (parse(new TimeParser(month + rest), List.of(text), List.of(0)) != TimeParser.NONE) {
                return month + rest;
            }
        }
        return "";
    }

    /** Whether the first times are row numbers: each is one more than the previous one. */
    private static boolean areCounted(List<Integer> columns, List<List<String>> rows) {
        TimeParser parser = new TimeParser(null);
        long second = TimeParser.of("1970-01-01 00:00:01");
        for (int i = 1; i < rows.size(); i++) {
            if (parse(parser, rows.get(i), columns) - parse(parser, rows.get(i - 1), columns) != second) {
                return false;
            }
        }
        return true;
    }

    private static String format(List<Integer> columns, TimeParser parser, List<List<String>> rows) {
        int times = 0;
        String format = "";
        for (List<String> row : rows) {
            if (isTime(parser, row, columns)) {
                times++;
                format = format.isEmpty() ? parser.format() : format;
            }
        }
        return 2 * times > rows.size() ? format : "";
    }

    static boolean isTime(String text) {
        return isTime(new TimeParser(null), List.of(text), List.of(0));
    }

    private static boolean isTime(TimeParser parser, List<String> row, List<Integer> columns) {
        return parse(parser, row, columns) != TimeParser.NONE || parser.dayFirst() != TimeParser.NONE;
    }

    private static long parse(TimeParser parser, List<String> row, List<Integer> columns) {
        StringBuilder joined = new StringBuilder();
        for (int column : columns) {
            if (column < row.size()) {
                joined.append(joined.isEmpty() ? "" : " ").append(TextFormula.unwrap(row.get(column)));
            }
        }
        byte[] text = joined.toString().getBytes(StandardCharsets.UTF_8);
        byte[] padded = Arrays.copyOf(text, text.length + RowParser.PADDING);
        return parser.parse(padded, 0, text.length);
    }
}
