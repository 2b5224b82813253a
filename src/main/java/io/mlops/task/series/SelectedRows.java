package io.mlops.task.series;

import io.mlops.task.bytes.ByteBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A selection of other rows, possibly reordered. */
final class SelectedRows extends RowColumns {
    private final SeriesRows all;
    private final int[] rows;

    private SelectedRows(SeriesRows all, int[] rows, long @Nullable [] times, long @Nullable [] dayFirstTimes) {
        super(select(all.values(), rows), times, dayFirstTimes, select(all.groups(), rows));
        this.all = all;
        this.rows = rows;
    }

    /** @param rows the indexes of the selected rows */
    static SelectedRows of(SeriesRows all, int[] rows) {
        long[] times = select(all.times(), rows);
        boolean same = all.dayFirstTimes() == all.times();
        return new SelectedRows(all, rows, times, same ? times : select(all.dayFirstTimes(), rows));
    }

    private static double[] select(double[] from, int... rows) {
        double[] selected = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            selected[i] = from[rows[i]];
        }
        return selected;
    }

    private static long @Nullable [] select(long @Nullable [] from, int... rows) {
        if (from == null) {
            return null;
        }
        long[] selected = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            selected[i] = from[rows[i]];
        }
        return selected;
    }

    private static int @Nullable [] select(int @Nullable [] from, int... rows) {
        if (from == null) {
            return null;
        }
        int[] selected = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            selected[i] = from[rows[i]];
        }
        return selected;
    }

    @Override
    public long line(int row) {
        return all.line(rows[row]);
    }

    @Override
    public int place(int row) {
        return all.place(rows[row]);
    }

    @Override
    public void appendTime(int row, ByteBuilder to) {
        all.appendTime(rows[row], to);
    }

    @Override
    public List<String> fields(int row) {
        return all.fields(rows[row]);
    }
}
