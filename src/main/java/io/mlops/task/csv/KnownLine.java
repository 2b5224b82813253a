package io.mlops.task.csv;

import org.jspecify.annotations.Nullable;

/**
 * Reads lines like an earlier one: by their shape as long as that fits, else by their start and the marks behind it, else
 * by all their marks. The first is the fastest; what is learned of it and does not fit is given up for a while.
 */
final class KnownLine {
    static final int LINES_AT_ONCE = 64;
    /** What fits fewer lines that follow one another is not worth trying; from so many it is learned. */
    static final int FEW = 16;

    private static final int LONGEST_WHILE = 1024;

    private final LineMarks line;
    private final LinePattern pattern;
    private @Nullable LinePattern withStart;
    private final Patience beforeStart = new Patience(LONGEST_WHILE);
    private @Nullable LineShape shape;
    private final Patience beforeShape = new Patience(LONGEST_WHILE);

    KnownLine(LineMarks line) {
        this.line = line;
        this.pattern = LinePattern.of(line, LINES_AT_ONCE);
    }

    boolean isOf(LineMarks other) {
        return line.isSameAs(other);
    }

    /**
     * Reads lines from {@code begins[0]} on, as long as there are such ones, and writes there where the next one begins;
     * answers how many it has read.
     *
     * @param to where the last line may end
     */
    int read(byte[] bytes, int to, int[] begins, Rows rows) {
        int lines = 0;
        int read;
        do {
            read = byShape(bytes, to, begins, rows);
            if (read < LINES_AT_ONCE && begins[0] < to) {
                read += byPattern(bytes, to, begins, rows);
            }
            lines += read;
        } while (read > 0 && begins[0] < to);
        return lines;
    }

    boolean hasShape() {
        return shape != null;
    }

    private int byShape(byte[] bytes, int to, int[] begins, Rows rows) {
        LineShape known = shape;
        if (known == null) {
            return 0;
        }
        int lines = known.match(bytes, to, begins);
        if (lines == LINES_AT_ONCE) {
            beforeShape.reset();
        } else if (lines < FEW && begins[lines] < to) {
            beforeShape.grow();
            shape = null;
        }
        return rows.passed(known.numbers.read(bytes, begins, lines, rows.roomFor(lines), rows.count), begins);
    }

    private int byPattern(byte[] bytes, int to, int[] begins, Rows rows) {
        LinePattern known = withStart == null ? pattern : withStart;
        int lines = known.match(bytes, to, begins);
        if (lines < FEW && begins[lines] < to && withStart != null) {
            beforeStart.grow();
            withStart = null;
        }
        if (lines == 0 && known != pattern) {
            known = pattern;
            lines = known.match(bytes, to, begins);
        }
        if (lines >= FEW) {
            learn(known, bytes, begins, lines);
        }
        return rows.passed(known.read(bytes, lines, rows), begins);
    }

    private void learn(LinePattern found, byte[] bytes, int[] begins, int lines) {
        if (found == withStart) {
            beforeStart.reset();
        } else if (beforeStart.isOver()) {
            withStart = found.withStart(bytes, begins, lines);
        }
        if (shape == null && line.mayHaveShape() && beforeShape.isOver()) {
            shape = found.shape(bytes, begins);
        }
    }
}
