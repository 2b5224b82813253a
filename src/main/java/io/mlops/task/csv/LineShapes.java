package io.mlops.task.csv;

import org.jspecify.annotations.Nullable;

/** The shapes of lines met last, the one of the line before first. */
final class LineShapes {
    private static final int CAPACITY = 8;

    private final LineShape[] known = new LineShape[CAPACITY];
    private final Patience patience = new Patience(1024);
    private int count;

    /**
     * Finds lines that have one shape, from {@code begins[0]} on, as {@link LineShape#match} does; 0 where the first one
     * has none that is known.
     */
    int match(byte[] bytes, int to, int[] begins) {
        for (int i = 0; i < count; i++) {
            int lines = known[i].match(bytes, to, begins);
            if (lines > 0) {
                if (i > 0) {
                    toFront(i);
                }
                return lines;
            }
        }
        return 0;
    }

    /** Reads the wanted number of each line that was found; as {@link FixedDecimals#read}. */
    int read(byte[] bytes, int[] begins, int lines, double[] values, int into) {
        return known[0].numbers.read(bytes, begins, lines, values, into);
    }

    /** Whether the line of an unknown shape is to be learned. */
    boolean wants() {
        return patience.isOver();
    }

    /** @param shape null where the line has none */
    void learn(@Nullable LineShape shape) {
        if (shape == null || count == CAPACITY) {
            patience.grow();
        }
        if (shape != null) {
            count = Math.min(count + 1, CAPACITY);
            known[count - 1] = shape;
            toFront(count - 1);
        }
    }

    private void toFront(int index) {
        LineShape shape = known[index];
        System.arraycopy(known, 0, known, 1, index);
        known[0] = shape;
    }
}
