package io.mlops.task.series;

/** Splits rows by series. Keeps the order within each; adjacent rows of one series are passed on together. */
public final class SeriesSplitter {
    private int[] counts = new int[16];
    private int[] slots = new int[16];

    /** Receives the rows of one series. */
    @FunctionalInterface
    public interface Receiver {
        /** @param series its number, from 0 */
        void accept(int series, SeriesRows rows);
    }

    public void split(SeriesRows rows, Receiver receiver) {
        int[] groups = rows.groups();
        int count = rows.count();
        if (groups == null || count == 0) {
            receiver.accept(0, rows);
            return;
        }
        int max = 0;
        boolean one = true;
        for (int row = 0; row < count; row++) {
            max = Math.max(max, groups[row]);
            one &= groups[row] == groups[0];
        }
        if (one) {
            receiver.accept(groups[0], rows);
            return;
        }
        splitUp(rows, groups, max, receiver);
    }

    /** Counting sort; the series are in the order of their first rows. */
    private void splitUp(SeriesRows rows, int[] groups, int max, Receiver receiver) {
        if (counts.length <= max) {
            counts = new int[Math.max(max + 1, 2 * counts.length)];
            slots = new int[counts.length];
        }
        int[] present = new int[Math.min(rows.count(), max + 1)];
        int series = 0;
        for (int row = 0; row < rows.count(); row++) {
            if (counts[groups[row]]++ == 0) {
                present[series++] = groups[row];
            }
        }
        int[][] byGroup = new int[series][];
        for (int i = 0; i < series; i++) {
            byGroup[i] = new int[counts[present[i]]];
            slots[present[i]] = i;
            counts[present[i]] = 0;
        }
        int[] filled = new int[series];
        for (int row = 0; row < rows.count(); row++) {
            int slot = slots[groups[row]];
            byGroup[slot][filled[slot]++] = row;
        }
        for (int i = 0; i < series; i++) {
            receiver.accept(present[i], SelectedRows.of(rows, byGroup[i]));
        }
    }
}
