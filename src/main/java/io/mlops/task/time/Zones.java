package io.mlops.task.time;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Zones as written after a time: an offset, an abbreviation, or a region such as {@code America/New_York}. */
final class Zones {
    /** Abbreviations that mean only one zone among those of markets, with its minutes ahead of UTC. */
    private static final Map<String, Integer> MINUTES = Map.ofEntries(
            Map.entry("EST", -300),
            Map.entry("EDT", -240),
            Map.entry("CDT", -300),
            Map.entry("PST", -480),
            Map.entry("PDT", -420),
            Map.entry("BRT", -180),
            Map.entry("WET", 0),
            Map.entry("CET", 60),
            Map.entry("CEST", 120),
            Map.entry("EET", 120),
            Map.entry("EEST", 180),
            Map.entry("MSK", 180),
            Map.entry("HKT", 480),
            Map.entry("SGT", 480),
            Map.entry("JST", 540),
            Map.entry("KST", 540),
            Map.entry("AEST", 600),
            Map.entry("AEDT", 660));

    private static final Pattern OFFSET =
            Pattern.compile("(?:UTC|GMT|Z)? ?([+-])(\\d\\d?)(?::?(\\d\\d))?", Pattern.CASE_INSENSITIVE);
    /** After an offset: {@code [Europe/Paris]}, {@code (Central European Standard Time)}. */
    private static final Pattern REMARK = Pattern.compile(" ?(?:\\[[^\\[\\]]+]|\\([^()]+\\))$");

    private static final Pattern BRACKETED = Pattern.compile("\\[[^\\[\\]]+]|\\([^()]+\\)");
    private static final Pattern REGION = Pattern.compile("\\p{Alpha}+(?:[/_-]\\p{Alpha}+)+");
    private static final int MAX_OFFSET_HOURS = 18;

    /** Most rows have the same zone as the previous row. */
    private String lastText = "";

    private @Nullable ZoneId last = ZoneOffset.UTC;

    /** Returns the zone of a text, UTC if it is empty; null if it is unknown. */
    @Nullable
    ZoneId zone(String text) {
        if (!text.equals(lastText)) {
            last = of(text);
            lastText = text;
        }
        return last;
    }

    private static @Nullable ZoneId of(String text) {
        boolean bracketed = BRACKETED.matcher(text).matches();
        String name = bracketed
                ? text.substring(1, text.length() - 1)
                : REMARK.matcher(text).replaceFirst("");
        String upper = name.toUpperCase(Locale.ROOT);
        if (upper.isEmpty() || upper.equals("UTC") || upper.equals("GMT") || upper.equals("Z")) {
            return ZoneOffset.UTC;
        }
        Integer minutes = MINUTES.get(upper);
        if (minutes != null) {
            return ZoneOffset.ofTotalSeconds(60 * minutes);
        }
        Matcher offset = OFFSET.matcher(name);
        return offset.matches() ? offset(offset) : REGION.matcher(name).matches() ? region(name) : null;
    }

    private static @Nullable ZoneId offset(Matcher offset) {
        int hours = Integer.parseInt(offset.group(2));
        int minutes = offset.group(3) == null ? 0 : Integer.parseInt(offset.group(3));
        int sign = offset.group(1).equals("-") ? -1 : 1;
        boolean valid = minutes < 60 && 60 * hours + minutes <= 60 * MAX_OFFSET_HOURS;
        return valid ? ZoneOffset.ofHoursMinutes(sign * hours, sign * minutes) : null;
    }

    private static @Nullable ZoneId region(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** @param later whether to return the later of the two instants in the hour that is repeated when clocks are set back */
    static long toUtc(long local, ZoneId zone, boolean later) {
        if (local == TimeParser.NONE) {
            return local;
        }
        if (zone instanceof ZoneOffset offset) {
            return local - offset.getTotalSeconds() * CivilTime.NANOS_PER_SECOND;
        }
        LocalDateTime time =
                LocalDateTime.ofEpochSecond(Math.floorDiv(local, CivilTime.NANOS_PER_SECOND), 0, ZoneOffset.UTC);
        List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time);
        ZoneOffset offset =
                later && offsets.size() > 1 ? offsets.get(1) : zone.getRules().getOffset(time);
        return local - offset.getTotalSeconds() * CivilTime.NANOS_PER_SECOND;
    }
}
