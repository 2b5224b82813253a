package io.mlops.task.csv;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The rows parsed from a block. Lines count from 1 at its first byte. */
final class RowBatch {
    double[] values;
    int count;
    /** Lines read, blank ones and those inside quotes included. */
    long lines;
    /** Where the first incomplete record starts; the end of the bytes if there is none. */
    int consumedTo;

    int missing;
    long firstMissingLine;
    /** The first line that was wrapped in quotes as a whole, 0 if none was. */
    long firstWrappedLine;
    /** What stopped the parser. */
    @Nullable
    Problem problem;

    /**
     * Why a record is not valid.
     *
     * @param line on which it starts
     * @param column null if the problem is the record as a whole
     */
    record Problem(long line, @Nullable String column, String message) {}

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
    }

    void add(double value) {
        if (count == values.length) {
            values = Arrays.copyOf(values, 2 * count + 16);
        }
        values[count++] = value;
    }

    /** Counts {@code read} lines whose values were written; the next line becomes the first start. Returns {@code read}. */
    int advance(int read, int[] lineStarts) {
        count += read;
        lines += read;
        lineStarts[0] = lineStarts[read];
        return read;
    }

    /** Returns {@link #values}, with room for {@code more} of them. */
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

    /** Stops at the record that starts on the next line. */
    void stop(@Nullable String column, String message) {
        problem = new Problem(lines + 1, column, message);
    }

    void dropMissing() {
        int remaining = 0;
        for (int i = 0; i < count; i++) {
            if (!Double.isNaN(values[i])) {
                values[remaining++] = values[i];
            }
        }
        count = remaining;
    }
}
