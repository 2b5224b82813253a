package io.mlops.task.quality;

import io.mlops.task.series.SeriesRows;
import io.mlops.task.time.TimeParser;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a column that tells series apart, where times repeat or start again: in samples of the rows around such
 * places, each of its values has times that run in one direction.
 */
final class SeveralSeries {
    private static final int MAX_SAMPLES = 5;
    private static final int ROWS_AROUND = 64;
    private static final int MIN_ROWS_PER_SERIES = 2;

    private final List<Sample> samples = new ArrayList<>();

    /** Neighbouring rows. */
    private static final class Sample {
        private final long[] times;
        private final List<List<String>> fields;

        Sample(long[] times, List<List<String>> fields) {
            this.times = times;
            this.fields = fields;
        }
    }

    /** Remembers the rows around one. */
    void sample(long[] times, SeriesRows rows, int row) {
        if (samples.size() == MAX_SAMPLES) {
            return;
        }
        int from = Math.max(0, row - ROWS_AROUND);
        int to = Math.min(rows.count(), row + ROWS_AROUND);
        long[] sampled = new long[to - from];
        List<List<String>> fields = new ArrayList<>();
        for (int i = from; i < to; i++) {
            sampled[i - from] = times[i];
            fields.add(rows.fields(i));
        }
        samples.add(new Sample(sampled, fields));
    }

    /** Returns the index of the first such column, or null. */
    @Nullable
    Integer column(int columns) {
        for (int column = 0; column < columns; column++) {
            if (tellsSeriesApart(column)) {
                return column;
            }
        }
        return null;
    }

    private boolean tellsSeriesApart(int column) {
        Map<String, Integer> rowsOfValue = new HashMap<>();
        int rows = 0;
        for (Sample sample : samples) {
            if (!hasOneDirection(sample, column, rowsOfValue)) {
                return false;
            }
            rows += sample.times.length;
        }
        return rowsOfValue.size() > 1 && rows >= MIN_ROWS_PER_SERIES * rowsOfValue.size();
    }

    private static boolean hasOneDirection(Sample sample, int column, Map<String, Integer> rowsOfValue) {
        Map<String, Long> lastTimes = new HashMap<>();
        int forward = 0;
        int back = 0;
        for (int i = 0; i < sample.times.length; i++) {
            List<String> fields = sample.fields.get(i);
            if (sample.times[i] == TimeParser.NONE) {
                continue;
            }
            if (column >= fields.size()) {
                return false;
            }
            String value = fields.get(column);
            rowsOfValue.merge(value, 1, Integer::sum);
            Long last = lastTimes.put(value, sample.times[i]);
            if (last != null && last == sample.times[i]) {
                return false;
            }
            forward += last != null && sample.times[i] > last ? 1 : 0;
            back += last != null && sample.times[i] < last ? 1 : 0;
        }
        return forward == 0 || back == 0;
    }
}
