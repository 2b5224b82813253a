package io.mlops.task.pipeline;

import io.mlops.task.execution.RoundedDecimal;
import io.mlops.task.series.SeriesRows;
import io.mlops.task.signal.Signal;
import io.mlops.task.time.TimeParser;
import java.io.IOException;
import java.io.Writer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** The series of a run, one row each, as CSV in the order of their names. */
final class GroupTable implements MeansListener {
    private static final String HEADER = "group,rows,signal_rate,first_time,last_time,findings\n";
    private static final int FIRST_CAPACITY = 16;

    private final Ends times = new Ends();
    private final Ends dayFirstTimes = new Ends();

    /** The first and the last time of each series, in the order of its rows. */
    private static final class Ends {
        private long[] first = new long[0];
        private long[] last = new long[0];

        void add(int series, long[] times, int count) {
            if (series >= first.length) {
                int before = first.length;
                int capacity = Math.max(series + 1, Math.max(FIRST_CAPACITY, 2 * before));
                first = Arrays.copyOf(first, capacity);
                last = Arrays.copyOf(last, capacity);
                Arrays.fill(first, before, capacity, TimeParser.NONE);
                Arrays.fill(last, before, capacity, TimeParser.NONE);
            }
            for (int row = 0; row < count && first[series] == TimeParser.NONE; row++) {
                first[series] = times[row];
            }
            int end = count;
            while (end > 0 && times[end - 1] == TimeParser.NONE) {
                end--;
            }
            last[series] = end == 0 ? last[series] : times[end - 1];
        }

        String first(int series) {
            return series < first.length ? TimeParser.iso(first[series]) : "";
        }

        String last(int series) {
            return series < last.length ? TimeParser.iso(last[series]) : "";
        }
    }

    @Override
    public void onMeans(int series, SeriesRows rows, double[] means) {
        long[] read = rows.times();
        long[] other = rows.dayFirstTimes();
        if (read != null && other != null) {
            times.add(series, read, rows.count());
            dayFirstTimes.add(series, other, rows.count());
        }
    }

    /** @param decimals of the rates */
    void write(SignalScan scan, int decimals, Writer out) throws IOException {
        Ends ends = scan.isDayFirst() ? dayFirstTimes : times;
        int[] byName = IntStream.range(0, scan.series())
                .boxed()
                .sorted(Comparator.comparing(scan::name))
                .mapToInt(Integer::intValue)
                .toArray();
        out.write(HEADER);
        for (int series : byName) {
            Signal signal = scan.signal(series);
            String rate = signal.rowsInRate() == 0
                    ? ""
                    : RoundedDecimal.of(signal.rate(), decimals).text();
            out.write(CsvText.quoted(scan.name(series)) + "," + signal.rowsProcessed() + "," + rate + ","
                    + ends.first(series) + "," + ends.last(series) + "," + String.join(";", scan.checksOf(series))
                    + "\n");
        }
    }
}
