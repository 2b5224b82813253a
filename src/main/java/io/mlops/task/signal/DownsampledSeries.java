package io.mlops.task.signal;

import io.mlops.task.time.TimeParser;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A series and its rolling mean in few enough points to be drawn, in constant memory whatever the length. Each point
 * represents the same number of rows, a power of two; if the capacity is reached, neighbours are merged in pairs. Infinities
 * and NaN are missing: a point without a number or a mean has NaN.
 */
public final class DownsampledSeries {
    private static final int FORMAT = 0x73657202;
    /** As an earlier version stored it. */
    private static final int FORMAT_WITHOUT_TIME = 0x73657201;

    private static final int HEAD_BYTES = Integer.BYTES + 2 * Long.BYTES + Integer.BYTES;
    private static final int FLAG_BYTES = Integer.BYTES;
    private static final int DAY_FIRST = 1;

    private final long from;
    private final long to;
    private final int capacity;
    private final PointColumns points;

    private long rowsPerPoint = 1;
    private int count;
    /** Rows since the series' first one, those outside of the range included. */
    private long seen;

    private boolean dayFirst;

    private DownsampledSeries(long from, long to, int capacity, PointColumns points) {
        this.from = from;
        this.to = to;
        this.capacity = capacity;
        this.points = points;
    }

    /** Returns a summary of the whole series; a long one has more than half of {@code capacity} points. */
    public static DownsampledSeries all(int capacity) {
        return range(0, Long.MAX_VALUE, capacity);
    }

    /** Returns a summary of the rows from {@code from} to before {@code to}; it must still be fed from the series' start. */
    public static DownsampledSeries range(long from, long to, int capacity) {
        if (from < 0 || to < from || capacity < 2) {
            throw new IllegalArgumentException("rows " + from + " to " + to + " in " + capacity
                    + " points; must be 0 <= from <= to and at least 2 points");
        }
        return new DownsampledSeries(from, to, capacity, new PointColumns(capacity));
    }

    /**
     * Adds the next rows.
     *
     * @param means NaN if there is none
     * @param times in nanoseconds since 1970, {@link TimeParser#NONE} if a row has none; null if no row has one
     * @param dayFirstTimes the same with the day before the month
     * @param length how many rows there are
     */
    public void add(
            double[] values, double[] means, long @Nullable [] times, long @Nullable [] dayFirstTimes, int length) {
        int at = (int) Math.min(length, Math.max(0, from - seen));
        int end = (int) Math.min(length, Math.max(0, to - seen));
        while (at < end) {
            long taken = seen + at - from;
            if (taken == count * rowsPerPoint) {
                addPoint(taken);
            }
            int until = (int) Math.min(end, at + count * rowsPerPoint - taken);
            points.add(count - 1, values, means, at, until);
            if (times != null && dayFirstTimes != null) {
                points.addTime(count - 1, times[at], dayFirstTimes[at]);
            }
            at = until;
        }
        seen += length;
    }

    private void addPoint(long taken) {
        if (count == capacity) {
            mergePairs();
        }
        if (taken == count * rowsPerPoint) {
            points.clear(count++);
        }
    }

    private void mergePairs() {
        count = points.merge(count);
        rowsPerPoint *= 2;
    }

    /** Whether the end of the range has been reached. */
    public boolean isComplete() {
        return seen >= to;
    }

    /** Whether it has that range in as many of {@code maxPoints} points as reading its rows again would; true if it is empty. */
    public boolean hasResolution(long first, long end, int maxPoints) {
        return end == first
                || (end - first + rowsPerPoint / 2 - 1) / Math.max(1, rowsPerPoint / 2) > maxPoints
                || rowsPerPoint == 1;
    }

    /** Returns a part in at most {@code maxPoints} points; it starts and ends at the border of a point. */
    public DownsampledSeries part(long first, long end, int maxPoints) {
        int firstPoint = (int) Math.min(count, Math.max(0, first - from) / rowsPerPoint);
        int endPoint = (int) Math.min(count, (Math.max(first, end) - from + rowsPerPoint - 1) / rowsPerPoint);
        long partFrom = from + firstPoint * rowsPerPoint;
        long partTo = Math.min(to(), from + endPoint * rowsPerPoint);
        DownsampledSeries part = new DownsampledSeries(partFrom, partTo, maxPoints, points.range(firstPoint, endPoint));
        part.rowsPerPoint = rowsPerPoint;
        part.count = endPoint - firstPoint;
        part.seen = seen;
        while (part.count > maxPoints) {
            part.mergePairs();
        }
        return part;
    }

    /** Returns the row at which the first point starts, counted from 0. */
    public long from() {
        return from;
    }

    /** Returns the row after the last one seen. */
    public long to() {
        return Math.max(from, Math.min(to, seen));
    }

    public long rowsPerPoint() {
        return rowsPerPoint;
    }

    /** Whether the day stands before the month in the times. */
    public boolean isDayFirst() {
        return dayFirst;
    }

    /** Takes the times with the day before the month; called after the last row. */
    public void takeDayFirst() {
        dayFirst = true;
        points.takeDayFirst();
    }

    /**
     * Returns by name one number for each point: first, last, min, max, meanMin, meanMax, signal, the share of rows above their
     * mean, and time, that of the first row in milliseconds since 1970.
     */
    public Map<String, double[]> columns() {
        Map<String, double[]> columns = new LinkedHashMap<>();
        columns.put("first", PointColumns.first(count, points.first));
        columns.put("last", PointColumns.first(count, points.last));
        columns.put("min", PointColumns.first(count, points.min));
        columns.put("max", PointColumns.first(count, points.max));
        columns.put("meanMin", PointColumns.first(count, points.meanMin));
        columns.put("meanMax", PointColumns.first(count, points.meanMax));
        columns.put("signal", signal());
        columns.put("time", PointColumns.first(count, points.time));
        return columns;
    }

    private double[] signal() {
        double[] share = new double[count];
        for (int i = 0; i < count; i++) {
            long rows = Math.min(rowsPerPoint, to() - from - i * rowsPerPoint);
            share[i] = points.above[i] / rows;
        }
        return share;
    }

    /** Serializes a whole series. */
    public byte[] toBytes() {
        ByteBuffer out = ByteBuffer.allocate(HEAD_BYTES + FLAG_BYTES + PointColumns.bytes(count));
        out.putInt(FORMAT).putLong(seen).putLong(rowsPerPoint).putInt(count).putInt(dayFirst ? DAY_FIRST : 0);
        points.write(count, out);
        return out.array();
    }

    /** @throws IOException if the bytes are not the result of {@link #toBytes} */
    public static DownsampledSeries of(byte[] stored) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(stored);
        int format = stored.length < HEAD_BYTES ? 0 : in.getInt();
        if (format != FORMAT && format != FORMAT_WITHOUT_TIME) {
            throw new IOException("not a summary of a series that this version can read");
        }
        long rows = in.getLong();
        long rowsPerPoint = in.getLong();
        int count = in.getInt();
        boolean hasTimes = format == FORMAT;
        int columns = hasTimes ? PointColumns.COLUMNS : PointColumns.COLUMNS_WITHOUT_TIME;
        int head = hasTimes ? HEAD_BYTES + FLAG_BYTES : HEAD_BYTES;
        if (count < 0 || stored.length - head != (long) PointColumns.bytes(1, columns) * count) {
            throw new IOException("the summary of a series is cut off");
        }
        if (rows < 0 || rowsPerPoint < 1) {
            throw new IOException("the summary of a series has " + rows + " rows, " + rowsPerPoint
                    + " in each point; must be at least 0 and at least 1");
        }
        boolean dayFirst = hasTimes && in.getInt() == DAY_FIRST;
        DownsampledSeries summary =
                new DownsampledSeries(0, rows, Math.max(2, count), PointColumns.read(count, in, columns));
        summary.seen = rows;
        summary.rowsPerPoint = rowsPerPoint;
        summary.count = count;
        summary.dayFirst = dayFirst;
        return summary;
    }
}
