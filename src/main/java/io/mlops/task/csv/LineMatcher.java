package io.mlops.task.csv;

import org.jspecify.annotations.Nullable;

/**
 * Reads lines like an earlier one: by their shape as long as that fits, else by their start and the marks behind it, else
 * by all their marks. The first is the fastest; what is learned of it and does not fit is given up for a while.
 */
final class LineMatcher {
    static final int LINES_AT_ONCE = 64;
    /** What fits fewer lines that follow one another is not worth trying; from so many it is learned. */
    static final int FEW = 16;

    private static final int MAX_BACKOFF = 1024;

    private final LineStructure line;
    private final StructureMatcher pattern;
    private @Nullable StructureMatcher withStart;
    private final Backoff beforeStart = new Backoff(MAX_BACKOFF);
    private @Nullable FixedLayoutMatcher shape;
    private final Backoff beforeShape = new Backoff(MAX_BACKOFF);

    LineMatcher(LineStructure line) {
        this.line = line;
        this.pattern = StructureMatcher.of(line, LINES_AT_ONCE);
    }

    boolean hasColumns(LineStructure other) {
        return line.isSameAs(other);
    }

    /**
     * Reads lines from {@code begins[0]} on, as long as there are such ones, and writes there where the next one begins;
     * answers how many it has read.
     *
     * @param to where the last line may end
     */
    int read(byte[] bytes, int to, int[] begins, RowBatch rows) {
        int lines = 0;
        int read;
        do {
            read = readFixedLayout(bytes, to, begins, rows);
            if (read < LINES_AT_ONCE && begins[0] < to) {
                read += readStructure(bytes, to, begins, rows);
            }
            lines += read;
        } while (read > 0 && begins[0] < to);
        return lines;
    }

    boolean matchesLayout() {
        return shape != null;
    }

    private int readFixedLayout(byte[] bytes, int to, int[] begins, RowBatch rows) {
        FixedLayoutMatcher known = shape;
        if (known == null) {
            return 0;
        }
        int lines = known.match(bytes, to, begins);
        if (lines == LINES_AT_ONCE) {
            beforeShape.onSuccess();
        } else if (lines < FEW && begins[lines] < to) {
            beforeShape.onFailure();
            shape = null;
        }
        return rows.advance(known.numbers.read(bytes, begins, lines, rows.ensureCapacity(lines), rows.count), begins);
    }

    private int readStructure(byte[] bytes, int to, int[] begins, RowBatch rows) {
        StructureMatcher known = withStart == null ? pattern : withStart;
        int lines = known.match(bytes, to, begins);
        if (lines < FEW && begins[lines] < to && withStart != null) {
            beforeStart.onFailure();
            withStart = null;
        }
        if (lines == 0 && known != pattern) {
            known = pattern;
            lines = known.match(bytes, to, begins);
        }
        if (lines >= FEW) {
            learn(known, bytes, begins, lines);
        }
        return rows.advance(known.read(bytes, lines, rows), begins);
    }

    private void learn(StructureMatcher found, byte[] bytes, int[] begins, int lines) {
        if (found == withStart) {
            beforeStart.onSuccess();
        } else if (beforeStart.shouldTry()) {
            withStart = found.withStart(bytes, begins, lines);
        }
        if (shape == null && line.mayHaveFixedLayout() && beforeShape.shouldTry()) {
            shape = found.shape(bytes, begins);
        }
    }
}
