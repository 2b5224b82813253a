package io.mlops.task.csv;

import org.jspecify.annotations.Nullable;

/** The shapes of lines met last. */
final class LineShapes {
    private static final int CAPACITY = 8;

    private final LineShape[] known = new LineShape[CAPACITY];
    private final Patience patience = new Patience(1024);
    /** How many were ever known; the oldest give way. */
    private int learned;

    private @Nullable LineShape last;

    /** That of the line before; null where none is known. */
    @Nullable
    LineShape last() {
        return last;
    }

    /** The shape of the line at {@code at}, if that ends at {@code to} or before; null where it has none of them. */
    @Nullable
    LineShape find(byte[] bytes, int at, int to) {
        for (int i = 0; i < Math.min(learned, CAPACITY); i++) {
            if (known[i].next(bytes, at) <= to) {
                last = known[i];
                return last;
            }
        }
        return null;
    }

    /** Whether the line of an unknown shape is to be learned. */
    boolean wants() {
        return patience.isOver();
    }

    /** @param shape null where the line has none */
    void learn(@Nullable LineShape shape) {
        if (shape == null || learned >= CAPACITY) {
            patience.grow();
        }
        if (shape != null) {
            known[learned % CAPACITY] = shape;
            last = shape;
            learned++;
        }
    }
}
