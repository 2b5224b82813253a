package io.mlops.task.quality;

import io.mlops.task.series.SeriesRows;
import io.mlops.task.time.TimeParser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds a column that identifies the series: within each of its values time is monotonic, and it changes about as often as
 * time jumps back or repeats. Looks at samples of the rows around such jumps.
 */
final class SeveralSeries {
    private static final int MAX_SAMPLES = 5;
    private static final int ROWS_AROUND = 64;
    private static final int MIN_ROWS_PER_SERIES = 2;
    /** A column of prices also changes where times do not jump. */
    private static final int MAX_CHANGES_PER_EVENT = 4;

    /** Without punctuation. If there are several candidates, others are more likely the exchange, the board or a long name. */
    private static final Set<String> SERIES_NAMES = Set.of(
            "ticker", "symbol", "secid", "tscode", "ric", "isin", "instrument", "pair", "code", "assetid", "name");

    private final List<Sample> samples = new ArrayList<>();

    /** Adjacent rows. */
    private static final class Sample {
        private final long[] monthFirst;
        private final long[] dayFirst;
        private final List<List<String>> fields;

        Sample(long[] monthFirst, long[] dayFirst, List<List<String>> fields) {
            this.monthFirst = monthFirst;
            this.dayFirst = dayFirst;
            this.fields = fields;
        }
    }

    /** Stores the rows around one or two rows, each once; -1 stands for none, and without any the first rows are stored. */
    void sample(SeriesRows rows, int one, int other) {
        int first = one < 0 || other < 0 ? Math.max(one, other) : Math.min(one, other);
        int last = Math.max(one, other);
        int end = remember(rows, Math.max(first, 0), 0);
        if (last >= end) {
            remember(rows, last, end);
        }
    }

    /** Returns the row after those that were stored. */
    private int remember(SeriesRows rows, int row, int min) {
        int from = Math.max(min, row - ROWS_AROUND);
        int to = Math.min(rows.count(), row + ROWS_AROUND);
        long[] monthFirst = rows.times();
        long[] dayFirst = rows.dayFirstTimes();
        if (samples.size() == MAX_SAMPLES || monthFirst == null || dayFirst == null) {
            return to;
        }
        List<List<String>> fields = new ArrayList<>();
        for (int i = from; i < to; i++) {
            fields.add(rows.fields(i));
        }
        samples.add(
                new Sample(Arrays.copyOfRange(monthFirst, from, to), Arrays.copyOfRange(dayFirst, from, to), fields));
        return to;
    }

    /** Returns the index of such a column, preferring the first with a typical name; null if there is none. */
    @Nullable
    Integer column(List<String> names, boolean dayFirst) {
        Integer first = null;
        for (int column = 0; column < names.size(); column++) {
            if (new Candidate(column, dayFirst).tellsSeriesApart()) {
                String name = names.get(column).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}]", "");
                if (SERIES_NAMES.contains(name)) {
                    return column;
                }
                first = first == null ? (Integer) column : first;
            }
        }
        return first;
    }

    /** A column and its values. */
    private final class Candidate {
        private final int column;
        private final boolean dayFirst;
        private final Map<String, Integer> rowsOf = new HashMap<>();
        private int rows;
        private int changes;
        private int events;

        Candidate(int column, boolean dayFirst) {
            this.column = column;
            this.dayFirst = dayFirst;
        }

        boolean tellsSeriesApart() {
            for (Sample sample : samples) {
                if (!hasOneDirection(sample.fields, dayFirst ? sample.dayFirst : sample.monthFirst)) {
                    return false;
                }
            }
            long series = rowsOf.values().stream()
                    .filter(count -> count >= MIN_ROWS_PER_SERIES)
                    .count();
            return series > 1
                    && rows >= MIN_ROWS_PER_SERIES * rowsOf.size()
                    && changes <= MAX_CHANGES_PER_EVENT * events;
        }

        private boolean hasOneDirection(List<List<String>> fields, long[] times) {
            Map<String, Long> lastTimes = new HashMap<>();
            String before = null;
            long timeBefore = TimeParser.NONE;
            int direction = 0;
            int forward = 0;
            int back = 0;
            for (int i = 0; i < times.length; i++) {
                if (times[i] == TimeParser.NONE) {
                    continue;
                }
                if (column >= fields.get(i).size()) {
                    return false;
                }
                String value = fields.get(i).get(column);
                rowsOf.merge(value, 1, Integer::sum);
                rows++;
                Long last = lastTimes.put(value, times[i]);
                if (last != null && last == times[i]) {
                    return false;
                }
                forward += last != null && times[i] > last ? 1 : 0;
                back += last != null && times[i] < last ? 1 : 0;
                if (before != null) {
                    int step = Long.compare(times[i], timeBefore);
                    changes += value.equals(before) ? 0 : 1;
                    events += step == 0 || step * direction < 0 ? 1 : 0;
                    direction = step == 0 ? direction : step;
                }
                before = value;
                timeBefore = times[i];
            }
            return forward == 0 || back == 0;
        }
    }
}
