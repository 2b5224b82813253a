package io.mlops.task.pipeline;

import io.mlops.task.bytes.ByteBuilder;
import io.mlops.task.execution.SignalRange;
import io.mlops.task.number.NumberFormatter;
import io.mlops.task.series.SeriesRows;
import io.mlops.task.series.TimeTexts;
import io.mlops.task.time.TimeParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows with their means and signals as CSV: {@code group} and {@code time} as they stand in the file, where it has
 * them, {@code value}, {@code rolling_mean} and {@code signal}. What is missing is empty; so is the signal of a row that the
 * warm-up convention leaves out of the rate.
 */
final class SignalTable implements MeansListener {
    private static final int LINE_LENGTH = 64;

    private final SignalRange range;
    private final boolean countsAllRows;
    private final boolean dayFirst;
    private final OrderedBlocks out;
    private final List<byte[]> groups = new ArrayList<>();
    private final List<Boolean> asked = new ArrayList<>();
    private long rowsBefore;
    private @Nullable SignalScan scan;
    private boolean hasTimes;
    private boolean isGrouped;
    private Batch batch = new Batch(0);

    /**
     * @param countsAllRows whether a row without a mean has the signal 0
     * @param dayFirst whether the times have the day before the month
     */
    SignalTable(SignalRange range, boolean countsAllRows, boolean dayFirst, OrderedBlocks out) {
        this.range = range;
        this.countsAllRows = countsAllRows;
        this.dayFirst = dayFirst;
        this.out = out;
    }

    @Override
    public void onOpen(SignalScan opened) {
        scan = opened;
        hasTimes = opened.hasTimes();
        isGrouped = opened.isGrouped();
        batch = new Batch(0);
        ByteBuilder header = new ByteBuilder(LINE_LENGTH)
                .appendLatin1(isGrouped ? "group," : "")
                .appendLatin1(hasTimes ? "time," : "")
                .appendLatin1("value,rolling_mean,signal\n");
        out.add(() -> header);
    }

    @Override
    public void onMeans(int series, SeriesRows rows, double[] means) {
        while (groups.size() <= series) {
            addGroup();
        }
        batch.add(series, rows, means);
    }

    private void addGroup() {
        String name = scan == null ? "" : scan.name(groups.size());
        groups.add(CsvText.quoted(name).getBytes(StandardCharsets.UTF_8));
        asked.add(range.group() == null || range.group().equals(name));
    }

    @Override
    public void onBatchEnd() {
        if (batch.count > 0) {
            Batch full = batch;
            full.sort();
            full.select(rowsBefore);
            rowsBefore += full.rowsOfRange;
            out.add(full);
            batch = new Batch(full.count);
        }
        if (rowsBefore >= range.toRow()) {
            throw new EnoughRows();
        }
    }

    /** Ends a scan whose further rows are not asked for. */
    static final class EnoughRows extends RuntimeException {
        private static final long serialVersionUID = 1L;

        EnoughRows() {
            super("enough rows were read", null, false, false);
        }
    }

    /** Some rows, to be formatted by another thread. */
    private final class Batch implements Supplier<ByteBuilder> {
        private double[] values;
        private double[] means;
        private int[] series;
        private int[] places;
        private final @Nullable TimeTexts times;
        private boolean[] selected;
        private int @Nullable [] order;
        private int count;
        private int maxPlace = -1;
        private boolean ascending = true;
        /** How many rows are of the groups asked for. */
        private int rowsOfRange;

        Batch(int capacity) {
            values = new double[capacity];
            means = new double[capacity];
            series = new int[capacity];
            places = new int[capacity];
            selected = new boolean[capacity];
            times = hasTimes ? new TimeTexts(capacity) : null;
        }

        void add(int number, SeriesRows rows, double[] rowMeans) {
            int more = rows.count();
            ensureRoom(more);
            System.arraycopy(rows.values(), 0, values, count, more);
            System.arraycopy(rowMeans, 0, means, count, more);
            Arrays.fill(series, count, count + more, number);
            long[] at = dayFirst ? rows.dayFirstTimes() : rows.times();
            boolean inGroup = asked.get(number);
            for (int row = 0; row < more; row++) {
                int place = rows.place(row);
                ascending &= place >= maxPlace;
                maxPlace = Math.max(maxPlace, place);
                places[count + row] = place;
                selected[count + row] = inGroup && range.hasTime(at == null ? TimeParser.NONE : at[row]);
                if (times != null) {
                    times.add(rows, row);
                }
            }
            count += more;
        }

        private void ensureRoom(int more) {
            if (values.length - count < more) {
                int capacity = Math.max(count + more, 2 * count);
                values = Arrays.copyOf(values, capacity);
                means = Arrays.copyOf(means, capacity);
                series = Arrays.copyOf(series, capacity);
                places = Arrays.copyOf(places, capacity);
                selected = Arrays.copyOf(selected, capacity);
            }
        }

        /** Puts rows of several series into the order in which they were read; rows that were held back come first. */
        void sort() {
            if (ascending) {
                return;
            }
            int[] byPlace = new int[maxPlace + 1];
            Arrays.fill(byPlace, -1);
            int[] sorted = new int[count];
            int next = 0;
            for (int i = 0; i < count; i++) {
                if (places[i] < 0) {
                    sorted[next++] = i;
                } else {
                    byPlace[places[i]] = i;
                }
            }
            for (int i : byPlace) {
                if (i >= 0) {
                    sorted[next++] = i;
                }
            }
            order = sorted;
        }

        /** @param before how many rows of the groups asked for came before */
        void select(long before) {
            for (int i = 0; i < count; i++) {
                int row = order == null ? i : order[i];
                if (asked.get(series[row])) {
                    selected[row] &= range.hasRow(before + rowsOfRange++);
                }
            }
        }

        @Override
        public ByteBuilder get() {
            ByteBuilder lines = new ByteBuilder(count * LINE_LENGTH);
            NumberFormatter numbers = new NumberFormatter();
            for (int i = 0; i < count; i++) {
                int row = order == null ? i : order[i];
                if (selected[row]) {
                    append(row, lines, numbers);
                }
            }
            return lines;
        }

        private void append(int row, ByteBuilder lines, NumberFormatter numbers) {
            if (isGrouped) {
                lines.append(groups.get(series[row])).append(',');
            }
            if (times != null) {
                int start = lines.length();
                times.appendTo(lines, row);
                CsvText.quoteFrom(start, lines);
                lines.append(',');
            }
            double mean = means[row];
            numbers.append(values[row], lines);
            lines.append(',');
            numbers.append(mean, lines);
            lines.append(',');
            if (!Double.isNaN(mean) || countsAllRows) {
                lines.append(values[row] > mean ? '1' : '0');
            }
            lines.append('\n');
        }
    }
}
