package io.mlops.task.series;

import io.mlops.task.bytes.ByteBuilder;
import java.util.Arrays;

/** The times of rows as written in the file. */
public final class TimeTexts {
    private final ByteBuilder bytes;
    private int[] ends;
    private int count;

    public TimeTexts(int capacity) {
        bytes = new ByteBuilder(16 * capacity);
        ends = new int[capacity];
    }

    /** Adds the time of a row. */
    public void add(SeriesRows rows, int row) {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count + 1);
        }
        rows.appendTime(row, bytes);
        ends[count++] = bytes.length();
    }

    /** Adds a time of another instance. */
    void add(TimeTexts texts, int index) {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count + 1);
        }
        texts.appendTo(bytes, index);
        ends[count++] = bytes.length();
    }

    public void appendTo(ByteBuilder to, int index) {
        to.append(bytes.bytes(), index == 0 ? 0 : ends[index - 1], ends[index]);
    }

    /** Returns their size in bytes. */
    long size() {
        return bytes.length() + 4L * count;
    }
}
