package io.mlops.task.csv;

/** The lines of different marks met so far, that of the line before first. */
final class KnownLines {
    private static final int CAPACITY = 8;
    /** A line of more is not learned. */
    private static final int MOST_MARKS = 1000;

    private final KnownLine[] known = new KnownLine[CAPACITY];
    private final Patience patience = new Patience(64);
    private int count;

    /** Reads lines like one that is known, as {@link KnownLine#read} does; 0 where the first one is like none. */
    int read(byte[] bytes, int to, int[] begins, Rows rows) {
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
        return count > 0 && known[0].hasShape();
    }

    /** Whether a line that is like none is to be learned. */
    boolean wants() {
        return patience.isOver();
    }

    void learn(LineMarks line) {
        boolean helps = line.marks.length <= MOST_MARKS && !isKnown(line);
        if (!helps || count == CAPACITY) {
            patience.grow();
        }
        if (helps) {
            count %= CAPACITY;
            known[count++] = new KnownLine(line);
        }
    }

    private boolean isKnown(LineMarks line) {
        for (int i = 0; i < count; i++) {
            if (known[i].isOf(line)) {
                return true;
            }
        }
        return false;
    }

    private void toFront(int index) {
        KnownLine line = known[index];
        System.arraycopy(known, 0, known, 1, index);
        known[0] = line;
    }
}
