package io.mlops.task.csv;

import io.mlops.task.series.OverlapResolver;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows parsed from a block. Lines count from 1 at its first byte. */
final class RowBatch {
    private static final byte[] EMPTY = {};

    double[] values;
    /** Where each row starts in {@link #bytes}. */
    int[] starts;
    /**
     * By key field and row, where its text starts and ends; a start below 0 is the complement of one in {@link #unescaped}.
     * Both are the same where a row has no such field.
     */
    final int[][] keyFrom;

    final int[][] keyTo;
    /** See {@link Rows#times}; set by {@link KeyDecoder}, as are the next six. */
    long[] times = {};

    long[] dayFirstTimes = {};
    boolean ambiguousTimes;
    /** Whether times are local to a region; then the later of the two instants of each, see {@link OverlapResolver}. */
    boolean localTimes;

    long[] laterTimes = {};
    long[] laterDayFirstTimes = {};
    int[] groups = {};

    int count;
    /** What was parsed. */
    byte[] bytes = EMPTY;
    /** Where the first row may start. */
    int from;
    /** Texts of key fields that are not in the file in this form. */
    byte[] unescaped = EMPTY;

    private int unescapedLength;
    /** Lines read, blank ones and those inside quotes included. */
    long lines;
    /** Where the first incomplete record starts; the end of the bytes if there is none. */
    int consumedTo;

    int missing;
    long firstMissingLine;
    final Map<Oddity, OddRows> odd = OddRows.none();
    /** Whether the last record has no line end and fewer fields than the header. */
    boolean endsShort;
    /** What stopped the parser. */
    @Nullable
    Problem problem;

    /** What is unusual about a record that can be read. */
    enum Oddity {
        /** The line is wrapped in quotes as a whole. */
        WRAPPED,
        CURRENCY,
        FORMULA,
        NO_BREAK_SPACE,
        /** A quoted field has many line ends. */
        LONG
    }

    /** Number of rows with an {@link Oddity}, and the line of the first. */
    static final class OddRows {
        long count;
        long firstLine;

        static Map<Oddity, OddRows> none() {
            Map<Oddity, OddRows> none = new EnumMap<>(Oddity.class);
            for (Oddity oddity : Oddity.values()) {
                none.put(oddity, new OddRows());
            }
            return none;
        }

        /** @param line of the first of these rows */
        void add(long rows, long line) {
            firstLine = count == 0 ? line : firstLine;
            count += rows;
        }

        void clear() {
            count = 0;
            firstLine = 0;
        }

        @Override
        public String toString() {
            return count + " from " + firstLine;
        }
    }

    /**
     * Why a record is not valid.
     *
     * @param line on which it starts
     * @param column null if the problem is the record as a whole
     */
    record Problem(long line, @Nullable String column, String message) {}

    /** @param keys number of fields that are read in addition to the value */
    RowBatch(int capacity, int keys) {
        values = new double[capacity];
        starts = new int[capacity];
        keyFrom = new int[keys][capacity];
        keyTo = new int[keys][capacity];
    }

    /** @param start where the first row may start */
    void clear(byte[] parsed, int start) {
        bytes = parsed;
        from = start;
        unescapedLength = 0;
        count = 0;
        lines = 0;
        consumedTo = 0;
        missing = 0;
        firstMissingLine = 0;
        odd.values().forEach(OddRows::clear);
        endsShort = false;
        problem = null;
    }

    /** @param start where the row starts */
    void add(double value, int start) {
        if (count == values.length) {
            resize(2 * count + 16);
        }
        starts[count] = start;
        values[count++] = value;
    }

    /** Counts {@code read} lines whose values were written; the next line becomes the first start. Returns {@code read}. */
    int advance(int read, int[] lineStarts) {
        System.arraycopy(lineStarts, 0, starts, count, read);
        count += read;
        lines += read;
        lineStarts[0] = lineStarts[read];
        return read;
    }

    /** Returns {@link #values}, with room for {@code more} of them. */
    double[] ensureCapacity(int more) {
        if (values.length - count < more) {
            resize(Math.max(count + more, 2 * count));
        }
        return values;
    }

    private void resize(int capacity) {
        values = Arrays.copyOf(values, capacity);
        starts = Arrays.copyOf(starts, capacity);
        for (int key = 0; key < keyFrom.length; key++) {
            keyFrom[key] = Arrays.copyOf(keyFrom[key], capacity);
            keyTo[key] = Arrays.copyOf(keyTo[key], capacity);
        }
    }

    /** Sets a key field of the last row added to a text that is not in the file in this form. */
    void setUnescaped(int key, byte[] text) {
        if (unescaped.length - unescapedLength < text.length) {
            unescaped = Arrays.copyOf(unescaped, 2 * (unescapedLength + text.length) + RowParser.PADDING);
        }
        System.arraycopy(text, 0, unescaped, unescapedLength, text.length);
        keyFrom[key][count - 1] = ~unescapedLength;
        unescapedLength += text.length;
        keyTo[key][count - 1] = unescapedLength;
    }

    void addMissing(int start) {
        noteMissing(lines + 1);
        add(Double.NaN, start);
    }

    void noteMissing(long line) {
        if (missing++ == 0) {
            firstMissingLine = line;
        }
    }

    /** @param rows from that line on */
    void note(Oddity oddity, long line, int rows) {
        OddRows noted = odd.get(oddity);
        if (noted != null) {
            noted.add(rows, line);
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
                values[remaining] = values[i];
                starts[remaining] = starts[i];
                for (int key = 0; key < keyFrom.length; key++) {
                    keyFrom[key][remaining] = keyFrom[key][i];
                    keyTo[key][remaining] = keyTo[key][i];
                }
                if (times.length > i) {
                    times[remaining] = times[i];
                }
                if (ambiguousTimes) {
                    dayFirstTimes[remaining] = dayFirstTimes[i];
                }
                if (groups.length > i) {
                    groups[remaining] = groups[i];
                }
                remaining++;
            }
        }
        count = remaining;
    }

    /** Returns the number of lines that end between two offsets. */
    long lines(int start, int end) {
        long newlines = 0;
        for (int at = start; at < end; at++) {
            newlines += bytes[at] == '\n' ? 1 : 0;
        }
        return newlines;
    }
}
