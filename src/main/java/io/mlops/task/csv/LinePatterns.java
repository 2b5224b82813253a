package io.mlops.task.csv;

import org.jspecify.annotations.Nullable;

/** The patterns of lines met so far. */
final class LinePatterns {
    private static final int CAPACITY = 8;
    private static final int LONGEST_PATIENCE = 64;

    private final LinePattern[] known = new LinePattern[CAPACITY];
    private int count;
    /** One in so many unknown lines is learned: where no line is like another one, learning does not pay. */
    private int patience = 1;

    private int unknown;

    /** The pattern of the line at {@code at}, whose first mark has index {@code from}; null where it is of none. */
    @Nullable
    LinePattern find(byte[] bytes, int at, Marks marks, int from) {
        for (int i = 0; i < count; i++) {
            if (known[i].matches(bytes, at, marks, from)) {
                return known[i];
            }
        }
        return null;
    }

    /** Whether the line that no pattern matches is to be learned. */
    boolean wants() {
        return ++unknown % patience == 0;
    }

    void learn(LinePattern pattern) {
        if (count == CAPACITY) {
            count = 0;
            patience = Math.min(2 * patience, LONGEST_PATIENCE);
        }
        known[count++] = pattern;
    }
}
