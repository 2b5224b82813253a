package io.mlops.task.time;

/** Converts Gregorian dates to nanoseconds since 1970-01-01T00:00Z. */
final class CivilTime {
    static final long NANOS_PER_SECOND = 1_000_000_000L;
    static final long NANOS_PER_DAY = 86_400 * NANOS_PER_SECOND;
    private static final int[] DAYS_BEFORE_MONTH = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    private static final int[] DAYS_IN_MONTH = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    /** The years whose nanoseconds fit into a long. */
    private static final int MIN_YEAR = 1678;

    private static final int MAX_YEAR = 2261;

    private CivilTime() {}

    /** Returns the start of a day, or {@link TimeParser#NONE} if there is no such day. */
    static long day(int year, int month, int day) {
        if (year < MIN_YEAR || year > MAX_YEAR || month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) {
            return TimeParser.NONE;
        }
        return (daysBefore(year, month) + day - 1) * NANOS_PER_DAY;
    }

    static int daysIn(int year, int month) {
        return month == 2 && isLeap(year) ? 29 : DAYS_IN_MONTH[month - 1];
    }

    /** Returns the number of days from 1970-01-01 to the first of a month. */
    static long daysBefore(int year, int month) {
        int before = year - 1;
        long days = 365L * (year - 1970)
                + (before / 4 - before / 100 + before / 400)
                - (1969 / 4 - 1969 / 100 + 1969 / 400);
        return days + DAYS_BEFORE_MONTH[month - 1] + (month > 2 && isLeap(year) ? 1 : 0);
    }

    private static boolean isLeap(int year) {
        return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    }
}
