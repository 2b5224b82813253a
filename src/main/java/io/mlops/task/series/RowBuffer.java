package io.mlops.task.series;

import io.mlops.task.time.TimeParser;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Holds all rows of a file and sorts them by time, oldest first, as pandas' {@code sort_values(kind="stable")} does: equal
 * times in file order, rows without a time at the end. A row takes up to {@value #BYTES_PER_ROW} bytes, and more if the texts
 * of the times are held too.
 */
public final class RowBuffer {
    /** Value, both interpretations of the time, series, line, and its position in the order (twice while sorting). */
    public static final int BYTES_PER_ROW = 40;

    private static final int SHIFT = 16;
    private static final int CHUNK = 1 << SHIFT;
    private static final int MASK = CHUNK - 1;
    private static final int MIN_RATIO = 4;
    private static final int MAX_ROWS = Integer.MAX_VALUE - CHUNK;

    private final long maxBytes;
    private final boolean holdsTexts;
    private final List<Chunk> chunks = new ArrayList<>();
    private int count;
    private boolean grouped;
    private boolean ambiguous;
    /** Of the chunks before the last one. */
    private long textBytes;

    private final Reading monthFirst = new Reading();
    private final Reading dayFirst = new Reading();

    /** The number of times, read month first or day first, and how often they go forward and back. */
    private static final class Reading {
        private long times;
        private long last = TimeParser.NONE;
        private long forward;
        private long back;

        void add(long time) {
            if (time == TimeParser.NONE) {
                return;
            }
            times++;
            if (last != TimeParser.NONE && time != last) {
                forward += time > last ? 1 : 0;
                back += time < last ? 1 : 0;
            }
            last = time;
        }

        long turns() {
            return Math.min(forward, back);
        }
    }

    /** A part of the rows. */
    private static final class Chunk {
        private final double[] values = new double[CHUNK];
        private final long[] times = new long[CHUNK];
        private long @Nullable [] dayFirst;
        private int @Nullable [] groups;
        private final int[] lines = new int[CHUNK];
        private @Nullable TimeTexts timeTexts;
    }

    /**
     * @param maxBytes maximum size of the rows
     * @param holdsTexts whether the texts of the times are held too
     */
    public RowBuffer(long maxBytes, boolean holdsTexts) {
        this.maxBytes = maxBytes;
        this.holdsTexts = holdsTexts;
    }

    /** @throws OrderException if they do not fit, or have no times */
    public void add(SeriesRows rows) {
        long[] times = rows.times();
        long[] others = rows.dayFirstTimes();
        if (times == null || others == null) {
            throw new OrderException(
                    "order: time needs a time, and none was found; set time: the name or place of its column");
        }
        requireRoom(rows.count());
        grouped |= rows.groups() != null;
        ambiguous |= others != times;
        long line = rows.count() == 0 ? 0 : rows.line(0);
        long lastLine = rows.count() == 0 ? 0 : rows.line(rows.count() - 1);
        boolean dense = lastLine - line == rows.count() - 1;
        for (int row = 0; row < rows.count(); row++) {
            if ((count & MASK) == 0) {
                addChunk();
            }
            Chunk chunk = chunks.get(count >> SHIFT);
            int at = count & MASK;
            chunk.values[at] = rows.values()[row];
            chunk.times[at] = times[row];
            monthFirst.add(times[row]);
            dayFirst.add(others[row]);
            if (ambiguous) {
                setDayFirst(chunk, at, others[row]);
            }
            int[] groups = rows.groups();
            if (groups != null) {
                chunk.groups = chunk.groups == null ? new int[CHUNK] : chunk.groups;
                chunk.groups[at] = groups[row];
            }
            chunk.lines[at] = (int) (dense ? line + row : rows.line(row));
            if (chunk.timeTexts != null) {
                chunk.timeTexts.add(rows, row);
            }
            count++;
        }
    }

    /** Returns the size of the rows in bytes. */
    public long bytes() {
        TimeTexts open = chunks.isEmpty() ? null : chunks.get(chunks.size() - 1).timeTexts;
        return (long) BYTES_PER_ROW * count + textBytes + (open == null ? 0 : open.size());
    }

    private void requireRoom(int rows) {
        if (bytes() + (long) BYTES_PER_ROW * rows > maxBytes || count > MAX_ROWS - rows) {
            throw new OrderException("order: time holds all rows in memory, " + BYTES_PER_ROW + " bytes each"
                    + (holdsTexts ? " and the texts of their times" : "") + "; more than "
                    + (holdsTexts ? count : Math.min(MAX_ROWS, maxBytes / BYTES_PER_ROW))
                    + " rows do not fit into the memory that it may use");
        }
    }

    private void addChunk() {
        Chunk chunk = new Chunk();
        if (holdsTexts) {
            TimeTexts full = chunks.isEmpty() ? null : chunks.get(chunks.size() - 1).timeTexts;
            textBytes += full == null ? 0 : full.size();
            chunk.timeTexts = new TimeTexts(CHUNK);
        }
        chunks.add(chunk);
    }

    private static void setDayFirst(Chunk chunk, int at, long time) {
        if (chunk.dayFirst == null) {
            chunk.dayFirst = chunk.times.clone();
        }
        chunk.dayFirst[at] = time;
    }

    /** Whether nothing shows if the month or the day comes first; the rows are then sorted month first. */
    public boolean isUndecided() {
        return ambiguous
                && monthFirst.times == dayFirst.times
                && !turnsLess(monthFirst, dayFirst)
                && !turnsLess(dayFirst, monthFirst);
    }

    private boolean isDayFirst() {
        return ambiguous
                && (monthFirst.times == dayFirst.times
                        ? turnsLess(dayFirst, monthFirst)
                        : dayFirst.times > monthFirst.times);
    }

    /** By a wide margin: in a shuffled file, both change direction often. */
    private static boolean turnsLess(Reading one, Reading other) {
        return MIN_RATIO * one.turns() < other.turns();
    }

    /** Passes the sorted rows to the receiver, in parts. */
    public void forEach(Consumer<SeriesRows> receiver) {
        boolean dayComesFirst = isDayFirst();
        int[] order = order(dayComesFirst);
        for (int from = 0; from < count; from += CHUNK) {
            receiver.accept(part(order, from, Math.min(count, from + CHUNK), dayComesFirst));
        }
    }

    private int[] order(boolean dayComesFirst) {
        boolean ascending = true;
        boolean descending = true;
        for (int row = 1; row < count; row++) {
            long before = key(row - 1, dayComesFirst);
            long time = key(row, dayComesFirst);
            ascending &= before <= time;
            descending &= before > time;
        }
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            order[i] = descending ? count - 1 - i : i;
        }
        return ascending || descending ? order : sorted(order, dayComesFirst);
    }

    /** Bottom-up merge sort, which is stable. */
    private int[] sorted(int[] unsorted, boolean dayComesFirst) {
        int[] from = unsorted;
        int[] to = new int[count];
        for (long width = 1; width < count; width *= 2) {
            for (long start = 0; start < count; start += 2 * width) {
                int middle = (int) Math.min(count, start + width);
                merge(from, (int) start, middle, (int) Math.min(count, start + 2 * width), to, dayComesFirst);
            }
            int[] swap = from;
            from = to;
            to = swap;
        }
        return from;
    }

    private void merge(int[] from, int start, int middle, int end, int[] to, boolean dayComesFirst) {
        if (middle >= end || key(from[middle - 1], dayComesFirst) <= key(from[middle], dayComesFirst)) {
            System.arraycopy(from, start, to, start, end - start);
            return;
        }
        int left = start;
        int right = middle;
        for (int i = start; i < end; i++) {
            boolean takesLeft = left < middle
                    && (right >= end || key(from[left], dayComesFirst) <= key(from[right], dayComesFirst));
            to[i] = from[takesLeft ? left++ : right++];
        }
    }

    /** Returns the time; the maximum if there is none. */
    private long key(int row, boolean dayComesFirst) {
        long time = time(row, dayComesFirst);
        return time == TimeParser.NONE ? Long.MAX_VALUE : time;
    }

    private long time(int row, boolean dayComesFirst) {
        Chunk chunk = chunks.get(row >> SHIFT);
        return dayComesFirst && chunk.dayFirst != null ? chunk.dayFirst[row & MASK] : chunk.times[row & MASK];
    }

    private SeriesRows part(int[] order, int from, int to, boolean dayComesFirst) {
        double[] values = new double[to - from];
        long[] times = new long[to - from];
        int[] groups = grouped ? new int[to - from] : null;
        long[] lines = new long[to - from];
        TimeTexts timeTexts = holdsTexts ? new TimeTexts(to - from) : null;
        for (int i = from; i < to; i++) {
            Chunk chunk = chunks.get(order[i] >> SHIFT);
            int at = order[i] & MASK;
            values[i - from] = chunk.values[at];
            times[i - from] = time(order[i], dayComesFirst);
            lines[i - from] = chunk.lines[at];
            if (timeTexts != null && chunk.timeTexts != null) {
                timeTexts.add(chunk.timeTexts, at);
            }
            if (groups != null && chunk.groups != null) {
                groups[i - from] = chunk.groups[at];
            }
        }
        return new ArrayRows(values, times, times, groups, lines, timeTexts, 0);
    }
}
