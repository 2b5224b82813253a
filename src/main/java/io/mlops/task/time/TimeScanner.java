package io.mlops.task.time;

import io.mlops.task.time.TimeParser.NumberFormat;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;

/**
 * Reads a time in any of the common formats, character by character. {@link TimeParser} is faster for the most frequent ones.
 */
final class TimeScanner {
    private static final String[] WEEKDAYS = {
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
    };
    private static final String COMPACT = "YYYYMMDD";
    private static final String UNIX = "Unix";
    private static final int MIN_LETTERS = 3;
    /** As in POSIX: two-digit years from here on are in the twentieth century. */
    static final int FIRST_OF_1900S = 69;

    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 2099;
    /** From 1954-10-03 to 2119-01-10. */
    private static final int FIRST_SPREADSHEET_DAY = 20_000;

    private static final int LAST_SPREADSHEET_DAY = 80_000;
    private static final int SPREADSHEET_DAYS_BEFORE_1970 = 25_569;
    /** Of Unix seconds: 1973-03-03. Fewer digits are some other number, unless all times are Unix times. */
    private static final int MIN_UNIX_DIGITS = 9;

    /** The seconds whose nanoseconds fit into a long. */
    static final long MAX_SECONDS = 9_200_000_000L;

    private static final long SECONDS_BELOW = 100_000_000_000L;
    private static final long MILLIS_BELOW = 100_000_000_000_000L;
    private static final long MICROS_BELOW = 100_000_000_000_000_000L;

    private final TextCursor text = new TextCursor();
    private final TimeOfDay timeOfDay = new TimeOfDay(text);
    /** The format of the other times of the column; "" if it is unknown. */
    private final String column;

    /** The time read month first: {@code 02/01/2024} is in February. */
    long monthFirst;
    /** The time read day first: {@code 02/01/2024} is in January. */
    long dayFirst;
    /** Whether it is local to a region; then the later of the two instants that each may be. */
    boolean isLocal;

    long laterMonthFirst;
    long laterDayFirst;
    /** Whether the order of day and month is not known from the text alone. */
    boolean ambiguous;
    /** Whether it has a time of day. */
    boolean hasTimeOfDay;
    /** Its format, for display. */
    String format = "";

    TimeScanner(String column) {
        this.column = column;
    }

    /** Returns whether the text is a time. */
    boolean scan(String writing) {
        text.reset(writing.strip());
        ambiguous = false;
        hasTimeOfDay = false;
        long date = date();
        if (date == TimeParser.NONE && !ambiguous) {
            return false;
        }
        if (text.isAtEnd() || (hasTimeOfDay && format.startsWith(UNIX))) {
            set(date, 0, ZoneOffset.UTC);
            return text.isAtEnd();
        }
        long rest = timeOfDay.read(format.equals(COMPACT));
        if (rest == TimeParser.NONE) {
            return false;
        }
        hasTimeOfDay = timeOfDay.hasHours;
        set(date, rest, timeOfDay.zone);
        return true;
    }

    private void set(long date, long rest, ZoneId zone) {
        long local = at(ambiguous ? monthFirst : date, rest);
        long localDayFirst = at(ambiguous ? dayFirst : date, rest);
        monthFirst = Zones.toUtc(local, zone, false);
        dayFirst = Zones.toUtc(localDayFirst, zone, false);
        isLocal = !(zone instanceof ZoneOffset);
        laterMonthFirst = isLocal ? Zones.toUtc(local, zone, true) : monthFirst;
        laterDayFirst = isLocal ? Zones.toUtc(localDayFirst, zone, true) : dayFirst;
    }

    private static long at(long date, long rest) {
        return date == TimeParser.NONE ? date : date + rest;
    }

    private long date() {
        skipWeekday();
        int month = monthName();
        if (month > 0) {
            return monthFirst(month);
        }
        int length = text.digits();
        char next = text.peek(length);
        if (length == 0) {
            return number();
        }
        boolean separated = next == '-' || next == '/' || next == '.';
        char after = text.peek(length + 1);
        if (length == 4 && (isPeriod(length) || (next == '-' && isPeriod(length + 1)))) {
            return period(next);
        }
        boolean follows = TextCursor.isDigit(after) || Character.isLetter(after) || after == ' ';
        if (length == 4 && (next == '年' || (separated && follows))) {
            return yearFirst(next);
        }
        if (length == 3 && next == '/') {
            return republicanYearFirst();
        }
        if (length <= 2 && (next == '/' || next == '.' || next == '-' || next == ' ' || Character.isLetter(next))) {
            return yearLast(next);
        }
        boolean ends = next == '\0';
        if ((length == 8 && (ends || next == ' ' || next == 'T' || next == '-'))
                || (ends && (length == 12 || length == 14))) {
            long date = compact();
            if (date != TimeParser.NONE) {
                return date;
            }
        }
        return length == 6 && next == ' ' && TextCursor.isDigit(text.peek(7)) ? shortDate() : number();
    }

    /** Without a day, the first of the month. */
    private long monthFirst(int month) {
        text.skip(" -.");
        skipOf();
        if (text.digits() == 4) {
            format = "Mon YYYY";
            long date = CivilTime.day(text.read(4, 4), month, 1);
            return text.isAtEnd() ? date : TimeParser.NONE;
        }
        int day = text.read(1, 2);
        int year = text.skip(" ,-") == 0 ? -1 : year(text.read(2, 4));
        format = "Mon DD, YYYY";
        return CivilTime.day(year, month, day);
    }

    /** In Spanish and Portuguese: {@code 2 de enero de 2024}. */
    private void skipOf() {
        if (text.startsWith("de ", 3)) {
            text.moveTo(text.at() + 3);
        }
    }

    /** Where January is {@code .01}, {@code .1} is October without its zero. */
    private long month(int year, int month, int digits) {
        format = column;
        return CivilTime.day(year, digits == 1 ? 10 * month : month, 1);
    }

    private boolean isPeriod(int ahead) {
        char unit = Character.toUpperCase(text.peek(ahead));
        return (unit == 'Q' || unit == 'M' || unit == 'W') && TextCursor.isDigit(text.peek(ahead + 1));
    }

    /** Without a day, the first of the month. */
    private long yearFirst(char separator) {
        int year = text.read(4, 4);
        text.skip();
        text.skip(" ");
        if (separator == '-' && text.digits() == 3) {
            format = "YYYY-DDD";
            return dayOfYear(year, text.read(3, 3));
        }
        int named = monthName();
        int digits = text.digits();
        int month = named > 0 ? named : text.read(1, 2);
        if (separator == '.' && text.isAtEnd()) {
            return isColumn(NumberFormat.YEAR_POINT_MONTH) ? month(year, month, digits) : TimeParser.NONE;
        }
        if (separator != '年' && text.isAtEnd() && text.at() == 7) {
            format = "YYYY" + separator + "MM";
            return CivilTime.day(year, month, 1);
        }
        if (text.peek() != (separator == '年' ? '月' : separator)) {
            return TimeParser.NONE;
        }
        text.skip();
        text.skip(" ");
        int day = text.read(1, 2);
        if (separator == '年') {
            format = "YYYY年MM月DD日";
            return text.skip("日") == 1 ? CivilTime.day(year, month, day) : TimeParser.NONE;
        }
        format = "YYYY" + separator + "MM" + separator + "DD";
        return CivilTime.day(year, month, day);
    }

    /** Returns the first day of {@code 2024-Q1}, {@code 2024M01} or the ISO week {@code 2024-W01}. */
    private long period(char separator) {
        int year = text.read(4, 4);
        text.skip(separator == '-' ? "-" : "");
        char unit = Character.toUpperCase(text.peek());
        text.skip();
        if (unit == 'Q') {
            int quarter = text.read(1, 1);
            format = "YYYYQN";
            return text.isAtEnd() && quarter <= 4 ? CivilTime.day(year, 3 * quarter - 2, 1) : TimeParser.NONE;
        }
        if (unit == 'M') {
            format = "YYYYMNN";
            long date = CivilTime.day(year, text.read(1, 2), 1);
            return text.isAtEnd() ? date : TimeParser.NONE;
        }
        int week = text.read(2, 2);
        int day = text.skip("-") == 1 ? text.read(1, 1) : 1;
        format = "YYYY-Www";
        return text.isAtEnd() ? weekDay(year, week, day) : TimeParser.NONE;
    }

    private static long weekDay(int year, int week, int day) {
        if (week < 1 || day < 1 || day > 7 || CivilTime.day(year, 1, 1) == TimeParser.NONE) {
            return TimeParser.NONE;
        }
        LocalDate inFirstWeek = LocalDate.of(year, 1, 4);
        if (week > IsoFields.WEEK_OF_WEEK_BASED_YEAR.rangeRefinedBy(inFirstWeek).getMaximum()) {
            return TimeParser.NONE;
        }
        LocalDate date =
                inFirstWeek.with(IsoFields.WEEK_OF_WEEK_BASED_YEAR, week).with(DayOfWeek.of(day));
        return CivilTime.day(date.getYear(), date.getMonthValue(), date.getDayOfMonth());
    }

    private static long dayOfYear(int year, int day) {
        long first = CivilTime.day(year, 1, 1);
        long next = CivilTime.day(year + 1, 1, 1);
        long date = first + (day - 1) * CivilTime.NANOS_PER_DAY;
        return first == TimeParser.NONE || day < 1 || next == TimeParser.NONE || date >= next ? TimeParser.NONE : date;
    }

    /** In Taiwan, 1911 is year 0. */
    private long republicanYearFirst() {
        int year = 1911 + text.read(3, 3);
        text.skip();
        int month = text.read(1, 2);
        if (text.skip("/") != 1) {
            return TimeParser.NONE;
        }
        format = "YYY/MM/DD";
        return CivilTime.day(year, month, text.read(1, 2));
    }

    private long yearLast(char separator) {
        int first = text.read(1, 2);
        boolean glued = Character.isLetter(separator);
        text.skip(glued ? "" : String.valueOf(separator));
        text.skip(separator == '.' ? " " : "");
        skipOf();
        int month = monthName();
        if (month > 0) {
            text.skip(" -./,");
            skipOf();
            format = glued ? "DDMonYYYY" : "DD" + separator + "Mon" + separator + "YYYY";
            return CivilTime.day(year(text.read(2, 4)), month, first);
        }
        if (separator == '/' && text.digits() == 4) {
            format = "MM/YYYY";
            long date = CivilTime.day(text.read(4, 4), first, 1);
            return text.isAtEnd() ? date : TimeParser.NONE;
        }
        int second = text.read(1, 2);
        if (separator == ' ' || text.peek() != separator) {
            return TimeParser.NONE;
        }
        text.skip();
        text.skip(separator == '.' ? " " : "");
        int year = year(text.read(2, 4));
        if (separator == '.') {
            format = "DD.MM.YYYY";
            return CivilTime.day(year, second, first);
        }
        monthFirst = CivilTime.day(year, first, second);
        dayFirst = CivilTime.day(year, second, first);
        format = "MM" + separator + "DD" + separator + "YYYY";
        ambiguous = monthFirst != TimeParser.NONE || dayFirst != TimeParser.NONE;
        return TimeParser.NONE;
    }

    private long compact() {
        int year = text.number(0, 4);
        long date = year < FIRST_YEAR ? TimeParser.NONE : CivilTime.day(year, text.number(4, 2), text.number(6, 2));
        if (date != TimeParser.NONE) {
            text.moveTo(text.at() + 8);
            format = COMPACT;
        }
        return date;
    }

    private long shortDate() {
        format = NumberFormat.SHORT_DATE.label();
        return CivilTime.day(year(text.read(2, 2)), text.read(2, 2), text.read(2, 2));
    }

    /** Returns the date of a number in the format of its column, or a Unix time. */
    private long number() {
        int digits = text.digits();
        boolean isShort = digits > 0 && digits < MIN_UNIX_DIGITS;
        if (isShort && isColumn(NumberFormat.YEAR_MONTH) && digits == 6) {
            format = column;
            return inUsualYears(CivilTime.day(text.read(4, 4), text.read(2, 2), 1));
        }
        if (isShort && isColumn(NumberFormat.YEAR_DAY) && digits == 7) {
            format = column;
            return inUsualYears(dayOfYear(text.read(4, 4), text.read(3, 3)));
        }
        if (isShort && isColumn(NumberFormat.SHORT_DATE) && digits == 6) {
            return shortDate();
        }
        if (isShort && isColumn(NumberFormat.SPREADSHEET_DAY) && digits == 5) {
            return spreadsheetDay();
        }
        boolean unix = !isShort || column.isEmpty() || column.startsWith(UNIX);
        return unix ? unix() : TimeParser.NONE;
    }

    private boolean isColumn(NumberFormat numbers) {
        return column.equals(numbers.label());
    }

    private static long inUsualYears(long date) {
        boolean usual = date >= CivilTime.day(FIRST_YEAR, 1, 1) && date < CivilTime.day(LAST_YEAR + 1, 1, 1);
        return usual ? date : TimeParser.NONE;
    }

    private long spreadsheetDay() {
        int day = text.read(5, 5);
        long billionths = text.readFraction();
        format = NumberFormat.SPREADSHEET_DAY.label();
        hasTimeOfDay = billionths > 0;
        return day < FIRST_SPREADSHEET_DAY || day > LAST_SPREADSHEET_DAY
                ? TimeParser.NONE
                : (day - SPREADSHEET_DAYS_BEFORE_1970) * CivilTime.NANOS_PER_DAY + billionths * 86_400;
    }

    private long unix() {
        int sign = text.skip("-");
        int count = text.digits();
        if (sign > 1 || count == 0 || count > 19) {
            return TimeParser.NONE;
        }
        long value = text.readLong(count);
        long nanos = unixNanos(value, text.readFraction());
        hasTimeOfDay = true;
        format = value < SECONDS_BELOW
                ? "Unix seconds"
                : value < MILLIS_BELOW
                        ? "Unix milliseconds"
                        : value < MICROS_BELOW ? "Unix microseconds" : "Unix nanoseconds";
        return nanos == TimeParser.NONE || sign == 0 ? nanos : -nanos;
    }

    /**
     * Returns the time of a number of seconds, milli-, micro- or nanoseconds since 1970, by its magnitude.
     *
     * @param fraction of a unit, in billionths
     */
    static long unixNanos(long value, long fraction) {
        if (value < 0) {
            return TimeParser.NONE;
        }
        if (value < SECONDS_BELOW) {
            return value > MAX_SECONDS ? TimeParser.NONE : value * CivilTime.NANOS_PER_SECOND + fraction;
        }
        if (value < MILLIS_BELOW) {
            return value > MAX_SECONDS * 1000 ? TimeParser.NONE : value * 1_000_000 + fraction / 1000;
        }
        if (value < MICROS_BELOW) {
            return value > MAX_SECONDS * 1_000_000 ? TimeParser.NONE : value * 1000 + fraction / 1_000_000;
        }
        return value;
    }

    private void skipWeekday() {
        int letters = text.letters();
        if (letters >= MIN_LETTERS && isWeekday(letters)) {
            text.moveTo(text.at() + letters);
            text.skip(" ,.");
        }
    }

    private boolean isWeekday(int letters) {
        for (String name : WEEKDAYS) {
            boolean whole = name.length() == letters;
            if ((whole || letters == MIN_LETTERS) && text.startsWith(name, letters)) {
                return true;
            }
        }
        return false;
    }

    /** Reads the name of a month; 0 if there is none. */
    private int monthName() {
        int letters = text.letters();
        int month = letters < MIN_LETTERS ? 0 : MonthNames.month(text.rest().substring(0, letters));
        if (month > 0) {
            text.moveTo(text.at() + letters);
        }
        return month;
    }

    private static int year(int written) {
        if (written < 0 || written >= 100) {
            return written;
        }
        return written < FIRST_OF_1900S ? 2000 + written : 1900 + written;
    }
}
