package io.mlops.task.csv;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a parser made of a stretch of bytes. Lines count from 1 at the stretch's first byte. */
final class RowBatch {
    double[] values;
    int count;
    /** Lines passed, blank ones and those inside quotes included. */
    long lines;
    /** Where the first record begins that is not complete; the stretch's end where all are. */
    int consumedTo;

    int missing;
    long firstMissingLine;
    /** The first line that was wrapped whole in quotes, 0 where none was. */
    long firstWrappedLine;
    /** What stopped the parser, without the line. */
    @Nullable
    String problem;

    long problemLine;

    RowBatch(int capacity) {
        values = new double[capacity];
    }

    void clear() {
        count = 0;
        lines = 0;
        consumedTo = 0;
        missing = 0;
        firstMissingLine = 0;
        firstWrappedLine = 0;
        problem = null;
        problemLine = 0;
    }

    void add(double value) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count + 16);
        }
        values[count++] = value;
    }

    /** Counts {@code read} lines whose values were written, and answers them; the first of {@code begins} is then the next. */
    int advance(int read, int[] begins) {
        count += read;
        lines += read;
        begins[0] = begins[read];
        return read;
    }

    /** Answers {@link #values}, with room for so many more. */
    double[] ensureCapacity(int more) {
        if (values.length - count < more) {
            values = Arrays.copyOf(values, Math.max(count + more, 2 * count));
        }
        return values;
    }

    void addMissing() {
        noteMissing(lines + 1);
        add(Double.NaN);
    }

    void noteMissing(long line) {
        if (missing++ == 0) {
            firstMissingLine = line;
        }
    }

    void noteWrapped(long line) {
        if (firstWrappedLine == 0) {
            firstWrappedLine = line;
        }
    }

    /** Stops at the record that begins on the next line. */
    void stop(String message) {
        stop(lines + 1, message);
    }

    void stop(long line, String message) {
        problem = message;
        problemLine = line;
    }

    void dropMissing() {
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (!Double.isNaN(values[i])) {
                values[kept++] = values[i];
            }
        }
        count = kept;
    }
}
