package io.mlops.task.time;

import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a time in any of the usual writings, character by character. {@link TimeParser} is faster for the most frequent ones.
 */
final class TimeScanner {
    private static final String[] MONTHS = {
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december"
    };
    private static final String[] WEEKDAYS = {
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"
    };
    private static final String COMPACT = "YYYYMMDD";
    private static final int MIN_LETTERS = 3;
    /** Abbreviations that mean one zone where markets are, with its hours ahead of UTC. */
    private static final Map<String, Integer> ZONE_HOURS = Map.ofEntries(
            Map.entry("EST", -5),
            Map.entry("EDT", -4),
            Map.entry("CDT", -5),
            Map.entry("PST", -8),
            Map.entry("PDT", -7),
            Map.entry("WET", 0),
            Map.entry("CET", 1),
            Map.entry("CEST", 2),
            Map.entry("EET", 2),
            Map.entry("EEST", 3),
            Map.entry("HKT", 8),
            Map.entry("SGT", 8),
            Map.entry("JST", 9),
            Map.entry("KST", 9),
            Map.entry("AEST", 10),
            Map.entry("AEDT", 11));

    /** POSIX: two digits from here on are of the twentieth century. */
    private static final int FIRST_OF_1900S = 69;

    /** Those whose nanoseconds fit into a long. */
    static final long MAX_SECONDS = 9_200_000_000L;

    private static final long SECONDS_BELOW = 100_000_000_000L;
    private static final long MILLIS_BELOW = 100_000_000_000_000L;
    private static final long MICROS_BELOW = 100_000_000_000_000_000L;

    private String text = "";
    private int at;

    /** The time, of {@code 02/01/2024} that in February. */
    long monthFirst;
    /** The time, of {@code 02/01/2024} that in January. */
    long dayFirst;
    /** Whether the order of day and month is not known from the text alone. */
    boolean ambiguous;
    /** Whether it has a time of day. */
    boolean hasTimeOfDay;
    /** Its writing, for people. */
    String format = "";

    /** Returns whether the text is a time. */
    boolean scan(String writing) {
        text = writing.strip();
        at = 0;
        ambiguous = false;
        hasTimeOfDay = false;
        long date = date();
        if (date == TimeParser.NONE && !ambiguous) {
            return false;
        }
        if (at == text.length() || (hasTimeOfDay && format.startsWith("Unix"))) {
            set(date, 0);
            return at == text.length();
        }
        long rest = timeOfDay();
        if (rest == TimeParser.NONE) {
            return false;
        }
        set(date, rest);
        return true;
    }

    private void set(long date, long rest) {
        if (ambiguous) {
            monthFirst = monthFirst == TimeParser.NONE ? monthFirst : monthFirst + rest;
            dayFirst = dayFirst == TimeParser.NONE ? dayFirst : dayFirst + rest;
        } else {
            monthFirst = date + rest;
            dayFirst = date + rest;
        }
    }

    private long date() {
        skipWeekday();
        int month = monthName();
        if (month > 0) {
            skip(" -.");
            int day = digits(1, 2);
            int year = skip(" ,-") == 0 ? -1 : year(digits(2, 4));
            format = "Mon DD, YYYY";
            return CivilTime.day(year, month, day);
        }
        int start = at;
        int length = digitCount();
        if (length == 0) {
            return unix(start);
        }
        char next = charAt(start + length);
        boolean separated = next == '-' || next == '/' || next == '.';
        if (length == 4 && (next == '年' || (separated && (isDigit(charAt(start + 5)) || charAt(start + 5) == ' ')))) {
            return yearFirst(next);
        }
        if (length == 3 && next == '/') {
            return republicanYearFirst();
        }
        if (length <= 2 && (next == '/' || next == '.' || next == '-' || next == ' ')) {
            return yearLast(next);
        }
        boolean ends = start + length == text.length();
        if ((length == 8 && (ends || next == ' ' || next == 'T' || next == '-'))
                || (ends && (length == 12 || length == 14))) {
            long date = compact(start);
            if (date != TimeParser.NONE) {
                return date;
            }
        }
        at = start;
        return unix(start);
    }

    /** Without a day it is the first of the month. */
    private long yearFirst(char separator) {
        int year = digits(4, 4);
        at++;
        skip(" ");
        int month = digits(1, 2);
        if (separator == '-' && at == text.length() && at == 7) {
            format = "YYYY-MM";
            return CivilTime.day(year, month, 1);
        }
        if (charAt(at) != (separator == '年' ? '月' : separator)) {
            return TimeParser.NONE;
        }
        at++;
        skip(" ");
        int day = digits(1, 2);
        if (separator == '年') {
            format = "YYYY年MM月DD日";
            return skip("日") == 1 ? CivilTime.day(year, month, day) : TimeParser.NONE;
        }
        format = "YYYY" + separator + "MM" + separator + "DD";
        return CivilTime.day(year, month, day);
    }

    /** In Taiwan 1911 is the year 0. */
    private long republicanYearFirst() {
        int year = 1911 + digits(3, 3);
        at++;
        int month = digits(1, 2);
        if (skip("/") != 1) {
            return TimeParser.NONE;
        }
        format = "YYY/MM/DD";
        return CivilTime.day(year, month, digits(1, 2));
    }

    private long yearLast(char separator) {
        int first = digits(1, 2);
        skip(String.valueOf(separator));
        int month = monthName();
        if (month > 0) {
            skip(" -./,");
            format = "DD" + separator + "Mon" + separator + "YYYY";
            return CivilTime.day(year(digits(2, 4)), month, first);
        }
        int second = digits(1, 2);
        if (separator == ' ' || charAt(at) != separator) {
            return TimeParser.NONE;
        }
        at++;
        int year = year(digits(2, 4));
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

    private long compact(int start) {
        int year = number(start, 4);
        int month = number(start + 4, 2);
        int day = number(start + 6, 2);
        long date = year < 1900 ? TimeParser.NONE : CivilTime.day(year, month, day);
        if (date != TimeParser.NONE) {
            at = start + 8;
            format = COMPACT;
        }
        return date;
    }

    private long unix(int start) {
        int sign = charAt(start) == '-' ? 1 : 0;
        at = start + sign;
        int count = digitCount();
        if (count == 0 || count > 19) {
            return TimeParser.NONE;
        }
        long value = Long.parseUnsignedLong(text, at, at + count, 10);
        at += count;
        long fraction = fraction();
        long nanos = unixNanos(value, fraction);
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

    private long timeOfDay() {
        boolean comma = skip(",") == 1;
        boolean separated = skip(" ") > 0 || (!comma && skip("Tt_-") > 0) || format.equals(COMPACT);
        int start = at;
        int length = separated ? digitCount() : 0;
        int hour;
        int minute = 0;
        int second = 0;
        long fraction = 0;
        if (length == 4 || length == 6) {
            hour = digits(2, 2);
            minute = digits(2, 2);
            second = length == 6 ? digits(2, 2) : 0;
            fraction = fraction();
        } else if (length == 1 || length == 2) {
            hour = digits(1, 2);
            if (charAt(at) == ':') {
                at++;
                minute = digits(2, 2);
                if (charAt(at) == ':') {
                    at++;
                    second = digits(2, 2);
                    fraction = fraction();
                }
            }
        } else {
            return start == at && zoneOnly() ? 0 : TimeParser.NONE;
        }
        hour = halfDay(hour);
        boolean valid = hour >= 0 && minute >= 0 && minute < 60 && second >= 0 && second < 61;
        boolean inDay = hour < 24 || (hour == 24 && minute == 0 && second == 0 && fraction == 0);
        if (!valid || !inDay) {
            return TimeParser.NONE;
        }
        hasTimeOfDay = true;
        Long offset = zone();
        long seconds = hour * 3600L + minute * 60L + second;
        return offset == null || at < text.length()
                ? TimeParser.NONE
                : (seconds - offset) * CivilTime.NANOS_PER_SECOND + fraction;
    }

    private boolean zoneOnly() {
        Long offset = zone();
        return offset != null && offset == 0 && at == text.length();
    }

    /** Returns the hour of the day, of {@code 12 AM} 0; -1 if there is no such hour. */
    private int halfDay(int hour) {
        int mark = at;
        skip(" -");
        String half = text.substring(at, Math.min(at + 2, text.length())).toUpperCase(Locale.ROOT);
        boolean isHalf = half.equals("AM") || half.equals("PM");
        if (!isHalf) {
            at = mark;
            return hour;
        }
        at += 2;
        return hour < 1 || hour > 12 ? -1 : hour % 12 + (half.equals("PM") ? 12 : 0);
    }

    /** Returns the offset from UTC in seconds, 0 without a zone; null if it is none that is known. */
    private @Nullable Long zone() {
        skip(" ");
        if (at == text.length()) {
            return 0L;
        }
        String rest = text.substring(at).toUpperCase(Locale.ROOT);
        for (String utc : new String[] {"UTC", "GMT", "Z"}) {
            if (rest.startsWith(utc)) {
                at += utc.length();
                skip(" ");
                break;
            }
        }
        Integer named = ZONE_HOURS.get(text.substring(at).toUpperCase(Locale.ROOT));
        if (named != null) {
            at = text.length();
            return named * 3600L;
        }
        char sign = charAt(at);
        if (sign != '+' && sign != '-') {
            return at == text.length() ? (Long) 0L : null;
        }
        at++;
        int length = digitCount();
        int hours = length == 4 || length == 2 ? digits(2, 2) : digits(1, 2);
        skip(":");
        int minutes = at < text.length() && isDigit(charAt(at)) ? digits(2, 2) : 0;
        if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
            return null;
        }
        long offset = hours * 3600L + minutes * 60L;
        return sign == '-' ? (Long) (-offset) : (Long) offset;
    }

    /** Returns the billionths after a point or a comma, 0 if there are none; digits beyond them are ignored. */
    private long fraction() {
        char point = charAt(at);
        if ((point != '.' && point != ',') || !isDigit(charAt(at + 1))) {
            return 0;
        }
        at++;
        long billionths = 0;
        long unit = CivilTime.NANOS_PER_SECOND / 10;
        while (isDigit(charAt(at))) {
            billionths += unit * (charAt(at++) - '0');
            unit /= 10;
        }
        return billionths;
    }

    private void skipWeekday() {
        int letters = letterCount();
        if (letters >= MIN_LETTERS && indexOf(WEEKDAYS, letters) >= 0) {
            at += letters;
            skip(" ,.");
        }
    }

    /** Returns the month that is named here, 0 if none is. */
    private int monthName() {
        int letters = letterCount();
        int month = letters < MIN_LETTERS ? 0 : indexOf(MONTHS, letters) + 1;
        if (month == 0 && letters == 4 && text.regionMatches(true, at, "sept", 0, 4)) {
            month = 9;
        }
        if (month > 0) {
            at += letters;
        }
        return month;
    }

    private int indexOf(String[] names, int letters) {
        for (int i = 0; i < names.length; i++) {
            boolean whole = names[i].length() == letters;
            if ((whole || letters == MIN_LETTERS) && text.regionMatches(true, at, names[i], 0, letters)) {
                return i;
            }
        }
        return -1;
    }

    private int letterCount() {
        int end = at;
        while (Character.isLetter(charAt(end))) {
            end++;
        }
        return end - at;
    }

    private int digitCount() {
        int end = at;
        while (isDigit(charAt(end))) {
            end++;
        }
        return end - at;
    }

    /** Returns a number of that many digits, -1 if there is none. */
    private int digits(int min, int max) {
        int count = Math.min(digitCount(), max);
        if (count < min) {
            return -1;
        }
        int number = number(at, count);
        at += count;
        return number;
    }

    private int number(int from, int count) {
        int number = 0;
        for (int i = from; i < from + count; i++) {
            number = 10 * number + charAt(i) - '0';
        }
        return number;
    }

    private static int year(int written) {
        if (written < 0 || written >= 100) {
            return written;
        }
        return written < FIRST_OF_1900S ? 2000 + written : 1900 + written;
    }

    private int skip(String characters) {
        int start = at;
        while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        return at - start;
    }

    private char charAt(int index) {
        return index >= 0 && index < text.length() ? text.charAt(index) : '\0';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
