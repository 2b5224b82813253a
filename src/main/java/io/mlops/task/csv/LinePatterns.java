package io.mlops.task.csv;

import org.jspecify.annotations.Nullable;

/** The patterns of lines met so far. */
final class LinePatterns {
    private static final int CAPACITY = 8;

    private final LinePattern[] known = new LinePattern[CAPACITY];
    private final Patience patience = new Patience(64);
    private int count;

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
        return patience.isOver();
    }

    void learn(LinePattern pattern) {
        if (count == CAPACITY) {
            count = 0;
            patience.grow();
        }
        known[count++] = pattern;
    }
}
