package io.mlops.task.series;

import io.mlops.task.bytes.ByteBuilder;
import io.mlops.task.time.TimeParser;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Drops rows of one series with a duplicate timestamp. Times must be monotonic, so that duplicates are adjacent. */
public final class Deduplicator {
    private final DuplicatePolicy policy;
    private final Reading monthFirst = new Reading();
    private final Reading dayFirst = new Reading();
    private @Nullable ArrayRows pending;

    /** The times, read month first or day first. */
    private static final class Reading {
        private long last = TimeParser.NONE;
        private int direction;
        /** Whether every row so far has a time in this interpretation, and the times are monotonic. */
        private boolean possible = true;

        void next(long time) {
            int step = last == TimeParser.NONE ? 0 : Long.compare(time, last);
            possible &= time != TimeParser.NONE && step * direction >= 0;
            direction = direction == 0 ? step : direction;
            last = time;
        }
    }

    public Deduplicator(DuplicatePolicy policy) {
        this.policy = policy;
    }

    /** Returns the rows to keep. With {@link DuplicatePolicy#LAST} the last ones are returned by the next call. */
    public SeriesRows keep(SeriesRows rows) {
        long[] times = rows.times();
        if (times == null || policy == DuplicatePolicy.KEEP) {
            return rows;
        }
        return policy == DuplicatePolicy.LAST ? keepLast(rows) : keepFirst(rows);
    }

    /** Returns the pending rows at the end of the file. */
    public SeriesRows rest() {
        SeriesRows rest = pending == null ? ArrayRows.NONE : pending;
        pending = null;
        return rest;
    }

    /** Returns the size of the pending rows, including the two copies made when they are emitted. */
    public long pendingBytes() {
        return pending == null ? 0 : 3 * pending.bytes();
    }

    private SeriesRows keepFirst(SeriesRows rows) {
        int[] kept = new int[rows.count()];
        int count = 0;
        for (int row = 0; row < rows.count(); row++) {
            if (!hasTime(rows, row) || !repeats(rows, row)) {
                kept[count++] = row;
            } else if (policy == DuplicatePolicy.ERROR) {
                throw new OrderException("line " + rows.line(row)
                        + ": its time was there already, and the configuration says duplicates: error");
            }
        }
        return count == rows.count() ? rows : SelectedRows.of(rows, Arrays.copyOf(kept, count));
    }

    /** Holds back the last row that has a time and the rows after it, which have none. */
    private SeriesRows keepLast(SeriesRows rows) {
        int heldRows = pending == null ? 0 : pending.count();
        SeriesRows all = pending == null ? rows : new JoinedRows(pending, rows);
        boolean[] dropped = new boolean[all.count()];
        int held = heldRows > 0 ? 0 : -1;
        for (int row = heldRows; row < all.count(); row++) {
            if (hasTime(all, row)) {
                boolean repeats = repeats(all, row);
                if (held >= 0) {
                    dropped[held] = repeats;
                }
                held = row;
            }
        }
        int end = held < 0 ? all.count() : held;
        int[] kept = new int[end];
        int count = 0;
        for (int row = 0; row < end; row++) {
            if (!dropped[row]) {
                kept[count++] = row;
            }
        }
        pending = held < 0 ? null : ArrayRows.of(all, held);
        return SelectedRows.of(all, Arrays.copyOf(kept, count));
    }

    private static boolean hasTime(SeriesRows rows, int row) {
        return time(rows.times(), row) != TimeParser.NONE || time(rows.dayFirstTimes(), row) != TimeParser.NONE;
    }

    private static long time(long @Nullable [] times, int row) {
        return times == null ? TimeParser.NONE : times[row];
    }

    private boolean repeats(SeriesRows rows, int row) {
        long time = time(rows.times(), row);
        long other = time(rows.dayFirstTimes(), row);
        boolean same =
                (!monthFirst.possible || time == monthFirst.last) && (!dayFirst.possible || other == dayFirst.last);
        monthFirst.next(time);
        dayFirst.next(other);
        if (!monthFirst.possible && !dayFirst.possible) {
            throw new OrderException(
                    "line " + rows.line(row) + ": duplicates: " + policy.name().toLowerCase(Locale.ROOT)
                            + " needs times in order, and time turns here; set order: time");
        }
        return same;
    }

    /** Pending rows followed by new ones. */
    private static final class JoinedRows implements SeriesRows {
        private final SeriesRows first;
        private final SeriesRows rest;
        private final double[] values;
        private final long @Nullable [] times;
        private final long @Nullable [] dayFirstTimes;

        JoinedRows(SeriesRows first, SeriesRows rest) {
            this.first = first;
            this.rest = rest;
            this.values = Arrays.copyOf(first.values(), first.count() + rest.count());
            System.arraycopy(rest.values(), 0, values, first.count(), rest.count());
            this.times = joined(first.times(), rest.times());
            boolean same = first.dayFirstTimes() == first.times() && rest.dayFirstTimes() == rest.times();
            this.dayFirstTimes = same ? times : joined(first.dayFirstTimes(), rest.dayFirstTimes());
        }

        private long @Nullable [] joined(long @Nullable [] ones, long @Nullable [] others) {
            if (ones == null || others == null) {
                return null;
            }
            long[] all = Arrays.copyOf(ones, values.length);
            System.arraycopy(others, 0, all, first.count(), rest.count());
            return all;
        }

        @Override
        public int count() {
            return values.length;
        }

        @Override
        public double[] values() {
            return values;
        }

        @Override
        public long @Nullable [] times() {
            return times;
        }

        @Override
        public long @Nullable [] dayFirstTimes() {
            return dayFirstTimes;
        }

        /** All rows belong to one series. */
        @Override
        public int @Nullable [] groups() {
            int[] one = first.groups();
            if (one == null) {
                return null;
            }
            int[] all = new int[values.length];
            Arrays.fill(all, one[0]);
            return all;
        }

        @Override
        public long line(int row) {
            return row < first.count() ? first.line(row) : rest.line(row - first.count());
        }

        @Override
        public int place(int row) {
            return row < first.count() ? first.place(row) : rest.place(row - first.count());
        }

        @Override
        public void appendTime(int row, ByteBuilder to) {
            if (row < first.count()) {
                first.appendTime(row, to);
            } else {
                rest.appendTime(row - first.count(), to);
            }
        }

        @Override
        public List<String> fields(int row) {
            return row < first.count() ? List.of() : rest.fields(row - first.count());
        }
    }
}
