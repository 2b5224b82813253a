package io.mlops.task.csv;

/** The lines of different marks met so far, that of the line before first. */
final class LineMatcherCache {
    private static final int CAPACITY = 8;
    /** A line of more is not learned. */
    private static final int MAX_MARKS = 1000;

    private final LineMatcher[] known = new LineMatcher[CAPACITY];
    private final Backoff patience = new Backoff(64);
    private int count;

    /** Reads lines like one that is known, as {@link LineMatcher#read} does; 0 where the first one is like none. */
    int read(byte[] bytes, int to, int[] begins, RowBatch rows) {
        for (int i = 0; i < count; i++) {
            int read = known[i].read(bytes, to, begins, rows);
            if (read > 0) {
                if (i > 0) {
                    toFront(i);
                }
                return read;
            }
        }
        return 0;
    }

    /** Whether the lines read last are found by their shape. */
    boolean haveShape() {
        return count > 0 && known[0].matchesLayout();
    }

    /** Whether a line that is like none is to be learned. */
    boolean shouldLearn() {
        return patience.shouldTry();
    }

    void learn(LineStructure line) {
        boolean helps = line.marks.length <= MAX_MARKS && !isKnown(line);
        if (!helps || count == CAPACITY) {
            patience.onFailure();
        }
        if (helps) {
            count %= CAPACITY;
            known[count++] = new LineMatcher(line);
        }
    }

    private boolean isKnown(LineStructure line) {
        for (int i = 0; i < count; i++) {
            if (known[i].hasColumns(line)) {
                return true;
            }
        }
        return false;
    }

    private void toFront(int index) {
        LineMatcher line = known[index];
        System.arraycopy(known, 0, known, 1, index);
        known[0] = line;
    }
}
