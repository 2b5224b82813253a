package io.mlops.task.signal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A series and its rolling mean in so few points that they can be drawn, in constant memory whatever the length. Each
 * point stands for the same number of rows, a power of two; when there is no room left, neighbours are joined two by
 * two. Infinities and NaN are missing: where a point has no number or no mean, it has NaN.
 */
public final class DownsampledSeries implements RollingMeanListener {
    private static final int FORMAT = 0x73657201;
    private static final int HEAD_BYTES = Integer.BYTES + 2 * Long.BYTES + Integer.BYTES;

    private final long from;
    private final long to;
    private final int capacity;
    private final PointColumns points;

    private long rowsPerPoint = 1;
    private int count;
    /** Rows passed since the series' first one, those outside of the range included. */
    private long seen;

    private DownsampledSeries(long from, long to, int capacity, PointColumns points) {
        this.from = from;
        this.to = to;
        this.capacity = capacity;
        this.points = points;
    }

    /** Of the whole series; of a long one there are more than half of {@code capacity} points. */
    public static DownsampledSeries all(int capacity) {
        return range(0, Long.MAX_VALUE, capacity);
    }

    /** Of the rows from {@code from} to before {@code to}; it is still fed from the series' beginning. */
    public static DownsampledSeries range(long from, long to, int capacity) {
        if (from < 0 || to < from || capacity < 2) {
            throw new IllegalArgumentException("rows " + from + " to " + to + " in " + capacity
                    + " points, wanted 0 <= from <= to and at least 2 points");
        }
        return new DownsampledSeries(from, to, capacity, new PointColumns(capacity));
    }

    @Override
    public void onMeans(double[] values, double[] means, int length) {
        int at = (int) Math.min(length, Math.max(0, from - seen));
        int end = (int) Math.min(length, Math.max(0, to - seen));
        while (at < end) {
            long taken = seen + at - from;
            if (taken == count * rowsPerPoint) {
                begin(taken);
            }
            int until = (int) Math.min(end, at + count * rowsPerPoint - taken);
            points.add(count - 1, values, means, at, until);
            at = until;
        }
        seen += length;
    }

    private void begin(long taken) {
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

    /** Whether everything behind the range is of no interest any more. */
    public boolean isComplete() {
        return seen >= to;
    }

    /** Whether it shows that range in as many of {@code most} points as reading its rows again would; an empty one it does. */
    public boolean hasResolution(long first, long end, int most) {
        return end == first
                || (end - first + rowsPerPoint / 2 - 1) / Math.max(1, rowsPerPoint / 2) > most
                || rowsPerPoint == 1;
    }

    /** What is known of a part, in at most {@code most} points; it begins and ends where points do. */
    public DownsampledSeries part(long first, long end, int most) {
        int firstPoint = (int) Math.min(count, Math.max(0, first - from) / rowsPerPoint);
        int endPoint = (int) Math.min(count, (Math.max(first, end) - from + rowsPerPoint - 1) / rowsPerPoint);
        long partFrom = from + firstPoint * rowsPerPoint;
        long partTo = Math.min(to(), from + endPoint * rowsPerPoint);
        DownsampledSeries part = new DownsampledSeries(partFrom, partTo, most, points.range(firstPoint, endPoint));
        part.rowsPerPoint = rowsPerPoint;
        part.count = endPoint - firstPoint;
        part.seen = seen;
        while (part.count > most) {
            part.mergePairs();
        }
        return part;
    }

    /** The row at which the first point begins, counted from 0. */
    public long from() {
        return from;
    }

    /** The row behind the last one that was seen. */
    public long to() {
        return Math.max(from, Math.min(to, seen));
    }

    public long rowsPerPoint() {
        return rowsPerPoint;
    }

    /** By name, one number for each point: first, last, min, max, meanMin, meanMax, and signal, the share of rows above their mean. */
    public Map<String, double[]> columns() {
        Map<String, double[]> columns = new LinkedHashMap<>();
        columns.put("first", PointColumns.upTo(count, points.first));
        columns.put("last", PointColumns.upTo(count, points.last));
        columns.put("min", PointColumns.upTo(count, points.min));
        columns.put("max", PointColumns.upTo(count, points.max));
        columns.put("meanMin", PointColumns.upTo(count, points.meanMin));
        columns.put("meanMax", PointColumns.upTo(count, points.meanMax));
        columns.put("signal", signal());
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

    /** Of a whole series, to be kept. */
    public byte[] toBytes() {
        ByteBuffer out = ByteBuffer.allocate(HEAD_BYTES + PointColumns.bytes(count));
        out.putInt(FORMAT).putLong(seen).putLong(rowsPerPoint).putInt(count);
        points.write(count, out);
        return out.array();
    }

    /** @throws IOException where that is not what {@link #toBytes} gave */
    public static DownsampledSeries of(byte[] kept) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(kept);
        if (kept.length < HEAD_BYTES || in.getInt() != FORMAT) {
            throw new IOException("not a summary of a series that this version can read");
        }
        long rows = in.getLong();
        long rowsPerPoint = in.getLong();
        int count = in.getInt();
        if (count < 0 || kept.length - HEAD_BYTES != (long) PointColumns.bytes(1) * count) {
            throw new IOException("the summary of a series is cut off");
        }
        if (rows < 0 || rowsPerPoint < 1) {
            throw new IOException("the summary of a series says " + rows + " rows, " + rowsPerPoint
                    + " in each point, wanted 0 or more and at least 1");
        }
        DownsampledSeries summary = new DownsampledSeries(0, rows, Math.max(2, count), PointColumns.read(count, in));
        summary.seen = rows;
        summary.rowsPerPoint = rowsPerPoint;
        summary.count = count;
        return summary;
    }
}
