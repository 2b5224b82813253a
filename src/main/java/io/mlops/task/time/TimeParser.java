package io.mlops.task.time;

import io.mlops.task.bytes.Swar;
import io.mlops.task.text.TextFormula;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Parses times to nanoseconds since 1970-01-01T00:00Z. A time without a zone is UTC. Not thread-safe.
 *
 * <p>{@code YYYY-MM-DD[ HH:MM[:SS]]} and Unix times take a few nanoseconds, because adjacent rows mostly share a prefix;
 * any other format is left to {@link TimeScanner}.
 */
public final class TimeParser {
    /** Stands for a missing or unreadable time. */
    public static final long NONE = Long.MIN_VALUE;

    /** What short numbers mean if all of a column are of this form; otherwise they are Unix times. */
    public enum NumberFormat {
        YEAR_MONTH("YYYYMM"),
        YEAR_POINT_MONTH("YYYY.MM"),
        YEAR_DAY("YYYYDDD"),
        SHORT_DATE("YYMMDD"),
        SPREADSHEET_DAY("days since 1899-12-30");

        private final String label;

        NumberFormat(String label) {
            this.label = label;
        }

        public static boolean isLabel(String format) {
            return Arrays.stream(values()).anyMatch(value -> value.label.equals(format));
        }

        /** Returns the format, as {@link #format} returns it. */
        public String label() {
            return label;
        }

        /** Whether row numbers may look the same. */
        public boolean isLikeCounter() {
            return this == SHORT_DATE || this == SPREADSHEET_DAY;
        }
    }

    /** No longer text is a time. */
    public static final int MAX_TIME_LENGTH = 96;

    private static final int DATE = 10;
    private static final int MINUTES = 16;
    private static final int SECONDS = 19;
    private static final int WORD = Long.BYTES;
    private static final long ZEROS = Swar.broadcast('0');
    /** The digits of {@code DD HH:MM}. */
    private static final long DAY_HOUR_MINUTE_DIGITS = 0xffff00ffff00ffffL;

    private static final long COLON = 0x0000_3a00_0000_0000L;
    private static final long COLON_MASK = 0x0000_ff00_0000_0000L;
    private static final long SEPARATOR_MASK = 0x0000_0000_00ff_0000L;
    private static final long BLANK = 0x0000_0000_0020_0000L;
    private static final long LETTER_T = 0x0000_0000_0054_0000L;

    /** The three bytes of {@code DD } after a month. */
    private static final long DAY_MASK = 0xffffffL;
    /** The digits of {@code HH:MM:SS} and the separators between them. */
    private static final long TIME_DIGITS = 0xffff00ffff00ffffL;

    private static final long TIME_COLONS_MASK = ~TIME_DIGITS;
    private static final long TIME_COLONS = 0x0000_3a00_003a_0000L;

    private final @Nullable DateTimeFormatter formatter;
    private final @Nullable String pattern;
    private final TimeScanner scanner;

    /** The first eight bytes, {@code YYYY-MM-}, of the last date, and the number of days before that month. */
    private long monthPrefix;

    private long daysBeforeMonth;
    private int daysInMonth;

    private long dayFirst;
    private boolean ambiguous;
    /** Whether the last time is local to a region; only then are the next two set. */
    private boolean local;

    private long later;
    private long laterDayFirst;
    private boolean hasTimeOfDay;
    private String format = "";

    /** Returns the time of one text; {@link #NONE} if it is none. */
    public static long of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new TimeParser(null).parse(Arrays.copyOf(bytes, bytes.length + WORD), 0, bytes.length);
    }

    /** Returns an instant in ISO 8601 format; "" for {@link #NONE}. */
    public static String iso(long nanos) {
        return nanos == NONE ? "" : Instant.ofEpochSecond(0, nanos).toString();
    }

    /** @param pattern of a {@link DateTimeFormatter}; null if the format is detected. Without a day, the first of the month */
    public TimeParser(@Nullable String pattern) {
        this(pattern, "");
    }

    /**
     * @param pattern of a {@link DateTimeFormatter}; null if the format is detected
     * @param column the format of the first times of the column, as {@link #format} returns it, which decides what short numbers
     *     mean; "" if it is unknown
     */
    public TimeParser(@Nullable String pattern, String column) {
        this.scanner = new TimeScanner(column);
        this.pattern = pattern;
        this.formatter = pattern == null ? null : formatter(pattern);
    }

    /**
     * Returns the formatter of a pattern: English names in any case, and two-digit years as in the formats that are detected.
     *
     * @throws IllegalArgumentException if the pattern is not valid
     */
    public static DateTimeFormatter formatter(String pattern) {
        DateTimeFormatterBuilder builder = new DateTimeFormatterBuilder().parseCaseInsensitive();
        boolean quoted = false;
        int from = 0;
        int at = 0;
        while (at < pattern.length()) {
            char letter = pattern.charAt(at);
            quoted ^= letter == '\'';
            int end = at + 1;
            while (letter != '\'' && end < pattern.length() && pattern.charAt(end) == letter) {
                end++;
            }
            boolean padded = at > 0 && pattern.charAt(at - 1) == 'p';
            if ((letter == 'y' || letter == 'u') && end - at == 2 && !quoted && !padded) {
                ChronoField year = letter == 'y' ? ChronoField.YEAR_OF_ERA : ChronoField.YEAR;
                builder.appendPattern(pattern.substring(from, at))
                        .appendValueReduced(year, 2, 2, 1900 + TimeScanner.FIRST_OF_1900S);
                from = end;
            }
            at = end;
        }
        return builder.appendPattern(pattern.substring(from)).toFormatter(Locale.ENGLISH);
    }

    /**
     * Parses times while they are {@code YYYY-MM-DD HH:MM:SS} or Unix times of the same length; returns the index of the first
     * that is not.
     *
     * @param bytes readable for eight bytes beyond each text
     * @param from where each text starts; negative if it is not in {@code bytes}
     */
    public int parseUsual(byte[] bytes, int[] from, int[] to, int first, int count, long[] times) {
        if (formatter != null || first == count || from[first] < 0) {
            return first;
        }
        int length = to[first] - from[first];
        return length == SECONDS && bytes[from[first] + 4] == '-'
                ? parseSeconds(bytes, from, to, first, count, times)
                : length == 10 || length == 13 || length == 16
                        ? parseUnix(bytes, from, to, first, count, times, length)
                        : first;
    }

    private int parseSeconds(byte[] bytes, int[] from, int[] to, int first, int count, long[] times) {
        long date = 0;
        long day = 0;
        long start = 0;
        int row = first;
        for (; row < count && from[row] >= 0 && to[row] - from[row] == SECONDS; row++) {
            int at = from[row];
            long dateOfRow = Swar.load(bytes, at);
            long dayOfRow = Swar.load(bytes, at + WORD) & DAY_MASK;
            if (dateOfRow != date || dayOfRow != day) {
                start = iso(bytes, at, DATE);
                if (start == NONE || (bytes[at + DATE] != ' ' && bytes[at + DATE] != 'T')) {
                    return row;
                }
                date = dateOfRow;
                day = dayOfRow;
            }
            long time = Swar.load(bytes, at + DATE + 1);
            long digits = (time ^ ZEROS) & TIME_DIGITS;
            long pairs = digits * 10 + (digits >>> 8);
            long hour = pairs & 0xff;
            long minute = (pairs >>> 24) & 0xff;
            long second = (pairs >>> 48) & 0xff;
            long invalid = ((time & TIME_COLONS_MASK) ^ TIME_COLONS) | Swar.aboveNine(digits);
            if ((invalid | ((23 - hour) | (59 - minute) | (59 - second)) >>> 63) != 0) {
                return row;
            }
            times[row] = start + (hour * 3600 + minute * 60 + second) * CivilTime.NANOS_PER_SECOND;
        }
        hasTimeOfDay = true;
        format = "YYYY-MM-DD HH:MM:SS";
        return row;
    }

    /** The first digits are mostly those of the previous row; the last eight fit into a word. */
    private int parseUnix(byte[] bytes, int[] from, int[] to, int first, int count, long[] times, int length) {
        long mask = -1L >>> (8 * (2 * WORD - length));
        long nanosPerUnit = length == 10 ? CivilTime.NANOS_PER_SECOND : length == 13 ? 1_000_000 : 1000;
        long max = TimeScanner.MAX_SECONDS * (CivilTime.NANOS_PER_SECOND / nanosPerUnit);
        long prefix = 0;
        long high = 0;
        int row = first;
        for (; row < count && from[row] >= 0 && to[row] - from[row] == length; row++) {
            int at = from[row];
            long prefixOfRow = Swar.load(bytes, at) & mask;
            if (prefixOfRow != prefix || row == first) {
                long digits = (prefixOfRow ^ (ZEROS & mask)) << (8 * (2 * WORD - length));
                if (!Swar.areDigits(digits) || bytes[at] == '0') {
                    return row;
                }
                high = Swar.decimal(digits) * 100_000_000L;
                prefix = prefixOfRow;
            }
            long low = Swar.load(bytes, at + length - WORD) ^ ZEROS;
            long value = high + Swar.decimal(low);
            if (!Swar.areDigits(low) || value > max) {
                return row;
            }
            times[row] = value * nanosPerUnit;
        }
        return row;
    }

    /**
     * Returns the time, month first ({@code 02/01/2024} is in February); {@link #NONE} if the text is no time.
     *
     * @param bytes readable for eight bytes beyond {@code to}
     */
    public long parse(byte[] bytes, int from, int to) {
        int start = from;
        int end = to;
        while (start < end && bytes[start] == ' ') {
            start++;
        }
        while (end > start && bytes[end - 1] == ' ') {
            end--;
        }
        ambiguous = false;
        local = false;
        int length = end - start;
        if (formatter == null && length >= DATE) {
            long time = length <= SECONDS && bytes[start + 4] == '-'
                    ? iso(bytes, start, length)
                    : unix(bytes, start, length);
            if (time != NONE) {
                dayFirst = time;
                return time;
            }
        }
        return length == 0 || length > MAX_TIME_LENGTH
                ? none()
                : parse(TextFormula.unwrap(new String(bytes, start, length, StandardCharsets.UTF_8)));
    }

    private long none() {
        dayFirst = NONE;
        return NONE;
    }

    /** Returns the last time read day first; it differs only if the text {@link #isAmbiguous}. */
    public long dayFirst() {
        return dayFirst;
    }

    /** Whether the last text has day and month as numbers in an order that it does not determine. */
    public boolean isAmbiguous() {
        return ambiguous;
    }

    /**
     * Whether the last time is local to a region: in the hour that is repeated when clocks are set back, it stands for two instants, of
     * which {@link #parse} returns the earlier.
     */
    public boolean isLocal() {
        return local;
    }

    /** Returns the later of the two instants of the last time, if it {@link #isLocal}; the same if there is only one. */
    public long later() {
        return later;
    }

    /** Returns the same for {@link #dayFirst}. */
    public long laterDayFirst() {
        return laterDayFirst;
    }

    /** Whether the last time had a time of day. */
    public boolean hasTimeOfDay() {
        return hasTimeOfDay;
    }

    /** Returns the format of the last time, for display. */
    public String format() {
        return format;
    }

    /** Whether a text is a time of day that belongs to a date in another column. */
    public static boolean isTimeOfDay(String written) {
        String text = TextFormula.unwrap(written);
        TimeScanner scanner = new TimeScanner("");
        return text.length() <= MAX_TIME_LENGTH
                && text.matches("\\d{1,2}:\\d{2}.*|\\d{3,6}")
                && scanner.scan("2000-01-01 " + text)
                && scanner.hasTimeOfDay;
    }

    private long parse(String text) {
        if (formatter != null) {
            return formatted(text, formatter);
        }
        if (!scanner.scan(text)) {
            return none();
        }
        dayFirst = scanner.dayFirst;
        ambiguous = scanner.ambiguous;
        local = scanner.isLocal;
        later = scanner.laterMonthFirst;
        laterDayFirst = scanner.laterDayFirst;
        hasTimeOfDay = scanner.hasTimeOfDay;
        format = scanner.format;
        return scanner.monthFirst;
    }

    private long formatted(String text, DateTimeFormatter configured) {
        try {
            TemporalAccessor parsed = configured.parse(text);
            LocalDate date = parsed.query(TemporalQueries.localDate());
            LocalTime time = parsed.query(TemporalQueries.localTime());
            ZoneId zone = parsed.query(TemporalQueries.offset());
            if (zone == null) {
                zone = parsed.query(TemporalQueries.zone());
            }
            if (date == null) {
                date = YearMonth.from(parsed).atDay(1);
            }
            hasTimeOfDay = time != null;
            format = String.valueOf(pattern);
            zone = zone == null ? ZoneOffset.UTC : zone;
            Instant written = LocalDateTime.of(date, time == null ? LocalTime.MIDNIGHT : time)
                    .toInstant(ZoneOffset.UTC);
            long seconds = Math.multiplyExact(written.getEpochSecond(), CivilTime.NANOS_PER_SECOND);
            long nanos = Math.addExact(seconds, written.getNano());
            dayFirst = Zones.toUtc(nanos, zone, false);
            local = !(zone instanceof ZoneOffset);
            later = Zones.toUtc(nanos, zone, true);
            laterDayFirst = later;
            return dayFirst;
        } catch (DateTimeException | ArithmeticException e) {
            return none();
        }
    }

    private long iso(byte[] bytes, int at, int length) {
        long word = Swar.load(bytes, at);
        if (word != monthPrefix && !readMonth(bytes, at, word)) {
            return NONE;
        }
        if (length == DATE) {
            int day = twoDigits(bytes, at + WORD);
            hasTimeOfDay = false;
            format = "YYYY-MM-DD";
            return day < 1 || day > daysInMonth ? NONE : (daysBeforeMonth + day - 1) * CivilTime.NANOS_PER_DAY;
        }
        if (length != MINUTES && length != SECONDS) {
            return NONE;
        }
        long rest = Swar.load(bytes, at + WORD);
        long separator = rest & SEPARATOR_MASK;
        long digits = (rest ^ ZEROS) & DAY_HOUR_MINUTE_DIGITS;
        if ((rest & COLON_MASK) != COLON || (separator != BLANK && separator != LETTER_T) || !Swar.areDigits(digits)) {
            return NONE;
        }
        long pairs = digits * 10 + (digits >>> 8);
        int day = (int) pairs & 0xff;
        int hour = (int) (pairs >>> 24) & 0xff;
        int minute = (int) (pairs >>> 48) & 0xff;
        int second = 0;
        if (length == SECONDS) {
            second = bytes[at + MINUTES] == ':' ? twoDigits(bytes, at + MINUTES + 1) : -1;
        }
        if (day < 1 || day > daysInMonth || hour > 23 || minute > 59 || second < 0 || second > 59) {
            return NONE;
        }
        hasTimeOfDay = true;
        format = length == SECONDS ? "YYYY-MM-DD HH:MM:SS" : "YYYY-MM-DD HH:MM";
        long seconds = (daysBeforeMonth + day - 1) * 86_400 + hour * 3600L + minute * 60L + second;
        return seconds * CivilTime.NANOS_PER_SECOND;
    }

    private boolean readMonth(byte[] bytes, int at, long word) {
        int century = twoDigits(bytes, at);
        int years = twoDigits(bytes, at + 2);
        int month = twoDigits(bytes, at + 5);
        int year = century * 100 + years;
        boolean dashes = bytes[at + 4] == '-' && bytes[at + 7] == '-';
        boolean valid = dashes && century >= 0 && years >= 0 && CivilTime.day(year, month, 1) != NONE;
        if (valid) {
            monthPrefix = word;
            daysBeforeMonth = CivilTime.daysBefore(year, month);
            daysInMonth = CivilTime.daysIn(year, month);
        }
        return valid;
    }

    /** Only the lengths of present-day times; any other number is left to the scanner. */
    private long unix(byte[] bytes, int at, int length) {
        if (length != 10 && length != 13 && length != 16 && length != 19) {
            return NONE;
        }
        long value = 0;
        int read = 0;
        while (read < length) {
            int count = Math.min(WORD, length - read);
            long digits = (Swar.load(bytes, at + read) ^ ZEROS) << (8 * (WORD - count));
            if (!Swar.areDigits(digits)) {
                return NONE;
            }
            value = value * POWERS_OF_TEN[count] + Swar.decimal(digits);
            read += count;
        }
        hasTimeOfDay = true;
        format = length == 10
                ? "Unix seconds"
                : length == 13 ? "Unix milliseconds" : length == 16 ? "Unix microseconds" : "Unix nanoseconds";
        return TimeScanner.unixNanos(value, 0);
    }

    private static final long[] POWERS_OF_TEN = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000
    };

    /** Returns -1 if there are none. */
    private static int twoDigits(byte[] bytes, int at) {
        int tens = bytes[at] - '0';
        int ones = bytes[at + 1] - '0';
        return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? -1 : 10 * tens + ones;
    }
}
