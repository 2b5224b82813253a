package io.mlops.task.time;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what follows a date: a time of day and its zone. */
final class TimeOfDay {
    private static final Pattern HALF = Pattern.compile("([aApP])\\.? ?[mM]\\.?(?!\\p{Alpha}).*");
    /** {@code HMM} to {@code HHMMSS}, and {@code HHMMSSmmm}. */
    private static final int MIN_COMPACT = 3;

    private static final int MAX_COMPACT = 6;
    private static final int COMPACT_WITH_MILLIS = 9;
    private static final int SUBSECOND_DIGITS = 7;

    private final TextCursor text;
    private final Zones zones = new Zones();

    private int hour;
    private int minute;
    private int second;
    private long fraction;

    /** The zone of the last time read. */
    ZoneId zone = ZoneOffset.UTC;
    /** Whether the last text read had hours. */
    boolean hasHours;

    TimeOfDay(TextCursor text) {
        this.text = text;
    }

    /**
     * Reads the rest of the text. Returns nanoseconds since midnight; {@link TimeParser#NONE} if it is no time of day.
     *
     * @param compact whether the time may follow the date without a separator
     */
    long read(boolean compact) {
        boolean comma = text.skip(",") == 1;
        boolean separated = text.skip(" ") > 0 || (!comma && text.skip("Tt_-:") > 0) || compact;
        int start = text.at();
        hasHours = false;
        if (!separated || !readHours()) {
            return start == text.at() && readZone() && zone.equals(ZoneOffset.UTC) ? 0 : TimeParser.NONE;
        }
        hour = halfDay(hour);
        boolean valid = hour >= 0 && minute >= 0 && minute < 60 && second >= 0 && second < 61;
        boolean inDay = hour < 24 || (hour == 24 && minute == 0 && second == 0 && fraction == 0);
        if (!valid || !inDay || !readZone()) {
            return TimeParser.NONE;
        }
        hasHours = true;
        return (hour * 3600L + minute * 60L + second) * CivilTime.NANOS_PER_SECOND + fraction;
    }

    private boolean readHours() {
        int length = text.digits();
        minute = 0;
        second = 0;
        fraction = 0;
        if (length == 1 || length == 2) {
            hour = text.read(1, 2);
            readMinutes();
            return true;
        }
        if ((length < MIN_COMPACT || length > MAX_COMPACT) && length != COMPACT_WITH_MILLIS) {
            return false;
        }
        hour = text.read(1, length % 2 == 0 || length == COMPACT_WITH_MILLIS ? 2 : 1);
        minute = text.read(2, 2);
        second = length > MIN_COMPACT + 1 ? text.read(2, 2) : 0;
        fraction = length == COMPACT_WITH_MILLIS ? text.readBillionths() : text.readFraction();
        readSubsecond();
        return true;
    }

    private void readMinutes() {
        if (text.peek() == ':') {
            text.skip();
            minute = text.read(2, 2);
            if (text.peek() == ':') {
                text.skip();
                second = text.read(2, 2);
                fraction = text.readFraction();
            }
        }
    }

    /** NinjaTrader writes ticks as {@code 20240102 093000 1234567}. */
    private void readSubsecond() {
        int mark = text.at();
        if (text.skip(" ") == 1 && text.digits() == SUBSECOND_DIGITS) {
            fraction = text.readBillionths();
        } else {
            text.moveTo(mark);
        }
    }

    private boolean readZone() {
        text.skip(" ");
        @Nullable ZoneId read = zones.zone(text.rest());
        if (read == null) {
            return false;
        }
        zone = read;
        text.moveTo(text.at() + text.rest().length());
        return true;
    }

    /** Returns the hour of the day (0 for {@code 12 AM}); -1 if there is no such hour. */
    private int halfDay(int written) {
        int mark = text.at();
        text.skip(" -");
        boolean afternoon = text.startsWith("p", 1);
        if ((!afternoon && !text.startsWith("a", 1))
                || !HALF.matcher(text.rest()).matches()) {
            text.moveTo(mark);
            return written;
        }
        text.skip();
        text.skip(". ");
        text.skip();
        text.skip(".");
        return written < 1 || written > 12 ? -1 : written % 12 + (afternoon ? 12 : 0);
    }
}
