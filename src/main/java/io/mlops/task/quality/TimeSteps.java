package io.mlops.task.quality;

import io.mlops.task.series.SeriesRows;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Counts how often each interval between adjacent times occurs, in constant memory. */
final class TimeSteps {
    private static final int MAX_LENGTHS = 4096;
    private static final int MAX_LONGEST = 256;
    private static final int MIN_USUAL = 3;
    private static final double MIN_USUAL_SHARE = 0.01;
    private static final int GAP_FACTOR = 3;

    private final Map<Long, Step> byLength = new HashMap<>();
    /** The longest steps whose lengths no longer fitted. */
    private final TreeMap<Long, Step> longest = new TreeMap<>();

    private long count;
    private @Nullable Step last;

    /** Steps of one length. */
    private static final class Step {
        private long count;
        private final long firstLine;

        Step(long firstLine) {
            this.firstLine = firstLine;
        }
    }

    /**
     * Gaps in time.
     *
     * @param gaps number of steps much longer than the common ones
     * @param longest the longest of them, in nanoseconds
     * @param line the line after the first of them
     * @param usualLengths number of common lengths
     */
    record Gaps(long gaps, long longest, long longestLine, long line, int usualLengths) {}

    /** Counts more steps of the last length. */
    void addSame(long more) {
        if (last != null) {
            last.count += more;
            count += more;
        }
    }

    /** @param row the row after the step */
    void add(long length, SeriesRows rows, int row) {
        count++;
        Step step = byLength.get(length);
        if (step == null && byLength.size() < MAX_LENGTHS) {
            step = new Step(rows.line(row));
            byLength.put(length, step);
        } else if (step == null) {
            step = rare(length, rows, row);
        }
        if (step != null) {
            step.count++;
        }
        last = step;
    }

    private @Nullable Step rare(long length, SeriesRows rows, int row) {
        Step known = longest.get(length);
        if (known != null || (longest.size() == MAX_LONGEST && length < longest.firstKey())) {
            return known;
        }
        Step step = new Step(rows.line(row));
        longest.put(length, step);
        if (longest.size() > MAX_LONGEST) {
            longest.pollFirstEntry();
        }
        return step;
    }

    /** Returns null if there are none, or no length is common. */
    @Nullable
    Gaps gaps() {
        long longestUsual = 0;
        int usual = 0;
        for (Map.Entry<Long, Step> step : byLength.entrySet()) {
            long occurrences = step.getValue().count;
            if (occurrences >= MIN_USUAL && occurrences >= MIN_USUAL_SHARE * count) {
                usual++;
                longestUsual = Math.max(longestUsual, step.getKey());
            }
        }
        if (usual == 0 || longestUsual == 0) {
            return null;
        }
        TreeMap<Long, Step> all = new TreeMap<>(longest);
        all.putAll(byLength);
        long gaps = 0;
        long first = Long.MAX_VALUE;
        for (Step step : all.tailMap(GAP_FACTOR * longestUsual, false).values()) {
            gaps += step.count;
            first = Math.min(first, step.firstLine);
        }
        return gaps == 0 ? null : new Gaps(gaps, all.lastKey(), all.lastEntry().getValue().firstLine, first, usual);
    }
}
