package io.mlops.task.csv;

import io.mlops.task.number.NumberParser;
import io.mlops.task.text.TextFormula;
import io.mlops.task.time.TimeParser;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Decodes the key fields of a batch: times, and group numbers. One per thread. */
final class KeyDecoder {
    /** A short loop that is called often is compiled sooner than a long one that is called rarely. */
    private static final int ROWS_AT_ONCE = 64;

    private final int timeParts;
    private final TimeParser times;
    private final @Nullable GroupIds groups;
    private byte[] joined = new byte[2 * RowParser.PADDING];

    /**
     * @param timeFormat null: detected
     * @param groups null without a group column; shared by all threads
     */
    KeyDecoder(RowLayout layout, @Nullable String timeFormat, @Nullable GroupIds groups) {
        this.timeParts = layout.time().size();
        this.times = new TimeParser(timeFormat, layout.format());
        this.groups = groups;
    }

    void decode(RowBatch rows) {
        if (timeParts > 0) {
            decodeTimes(rows);
        }
        if (groups != null) {
            if (rows.groups.length < rows.count) {
                rows.groups = new int[rows.values.length];
            }
            groups.find(rows, timeParts);
        }
    }

    private void decodeTimes(RowBatch rows) {
        if (rows.times.length < rows.count) {
            rows.times = new long[rows.values.length];
        }
        rows.ambiguousTimes = false;
        rows.localTimes = false;
        for (int row = 0; row < rows.count; row++) {
            if (timeParts == 1 && !rows.ambiguousTimes && !rows.localTimes) {
                row = parseUsual(rows, row);
                if (row == rows.count) {
                    break;
                }
            }
            rows.times[row] = timeParts == 1 ? parse(rows, row) : parseJoined(rows, row);
            if (times.isAmbiguous() && !rows.ambiguousTimes) {
                rows.ambiguousTimes = true;
                rows.dayFirstTimes = Arrays.copyOf(rows.times, rows.times.length);
            }
            if (rows.ambiguousTimes) {
                rows.dayFirstTimes[row] = times.dayFirst();
            }
            if (times.isLocal() && !rows.localTimes) {
                rows.localTimes = true;
                rows.laterTimes = rows.times.clone();
                rows.laterDayFirstTimes = (rows.ambiguousTimes ? rows.dayFirstTimes : rows.times).clone();
            }
            if (rows.localTimes) {
                rows.laterTimes[row] = times.isLocal() ? times.later() : rows.times[row];
                rows.laterDayFirstTimes[row] = times.isLocal() ? times.laterDayFirst() : times.dayFirst();
            }
        }
    }

    private int parseUsual(RowBatch rows, int first) {
        int row = first;
        int end;
        do {
            end = Math.min(row + ROWS_AT_ONCE, rows.count);
            row = times.parseUsual(rows.bytes, rows.keyFrom[0], rows.keyTo[0], row, end, rows.times);
        } while (row == end && row < rows.count);
        return row;
    }

    private long parse(RowBatch rows, int row) {
        int from = rows.keyFrom[0][row];
        int to = rows.keyTo[0][row];
        return from < 0 ? times.parse(rows.unescaped, ~from, to) : times.parse(rows.bytes, from, to);
    }

    private static boolean isFormula(byte[] bytes, int from, int to) {
        int start = NumberParser.trimStart(bytes, from, to);
        return start < to && bytes[start] == '=' && to - start <= TimeParser.MAX_TIME_LENGTH;
    }

    private long parseJoined(RowBatch rows, int row) {
        int length = 0;
        for (int part = 0; part < timeParts; part++) {
            int from = rows.keyFrom[part][row];
            byte[] bytes = from < 0 ? rows.unescaped : rows.bytes;
            int start = from < 0 ? ~from : from;
            int more = rows.keyTo[part][row] - start;
            if (isFormula(bytes, start, start + more)) {
                String text = new String(bytes, start, more, StandardCharsets.UTF_8);
                bytes = TextFormula.unwrap(text).getBytes(StandardCharsets.UTF_8);
                start = 0;
                more = bytes.length;
            }
            if (joined.length < length + more + RowParser.PADDING) {
                joined = Arrays.copyOf(joined, 2 * (length + more) + RowParser.PADDING);
            }
            if (part > 0) {
                joined[length++] = ' ';
            }
            System.arraycopy(bytes, start, joined, length, more);
            length += more;
        }
        return times.parse(joined, 0, length);
    }
}
