package io.mlops.task.pipeline;

import io.mlops.task.csv.ColumnQuery;
import io.mlops.task.csv.ColumnScan;
import io.mlops.task.csv.ColumnSink;
import io.mlops.task.csv.CsvException;
import io.mlops.task.csv.FileLayout;
import io.mlops.task.csv.GroupIds;
import io.mlops.task.csv.Rows;
import io.mlops.task.csv.ScanListener;
import io.mlops.task.execution.Job;
import io.mlops.task.execution.JobException;
import io.mlops.task.finding.Check;
import io.mlops.task.finding.Finding;
import io.mlops.task.layout.KeyColumns;
import io.mlops.task.quality.DataChecks;
import io.mlops.task.series.Deduplicator;
import io.mlops.task.series.DuplicatePolicy;
import io.mlops.task.series.OrderException;
import io.mlops.task.series.RowBuffer;
import io.mlops.task.series.RowOrder;
import io.mlops.task.series.SeriesRows;
import io.mlops.task.series.SeriesSplitter;
import io.mlops.task.signal.Signal;
import io.mlops.task.text.SafeText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of a job, in the configured order and without repetitions, into one signal for each series, and checks them
 * on the way.
 */
final class SignalScan implements ColumnSink, SeriesSplitter.Receiver {
    private static final int MAX_NAMES = 5;
    /** What a series takes besides its name and its window, with checks and in the table of groups. */
    private static final int BYTES_PER_SERIES = 1000;

    private final SignalConfig config;
    private final List<MeansListener> listeners;
    private final TimeUse times;
    private final List<Signal> signals = new ArrayList<>(1);
    private final List<Deduplicator> deduplicators = new ArrayList<>(1);
    private final SeriesSplitter splitter = new SeriesSplitter();
    private final LostMeans lostMeans;
    private final @Nullable RowBuffer buffer;
    private final long maxBytes;
    /** Of all series, without their names. */
    private long seriesBytes;

    private double[] means = new double[0];
    private @Nullable DataChecks checks;
    private @Nullable FileLayout layout;

    /** What the listeners use of the times of rows. */
    enum TimeUse {
        NONE,
        VALUES,
        /** Also how they stand in the file. */
        TEXTS
    }

    /**
     * @param listeners receive each mean
     * @param maxBytes what may be held of the rows in memory
     */
    SignalScan(SignalConfig config, List<MeansListener> listeners, TimeUse times, long maxBytes) {
        this.config = config;
        this.listeners = listeners;
        this.times = times;
        this.maxBytes = maxBytes;
        this.lostMeans = new LostMeans(config.window(), config.warmup());
        this.buffer = config.order() == RowOrder.TIME ? new RowBuffer(maxBytes, times == TimeUse.TEXTS) : null;
    }

    /** @throws JobException if the input is not valid */
    ColumnScan.Summary read(Job job, ScanListener listener) throws JobException, IOException, InterruptedException {
        ReadingKeys.Reading reading = config.reading();
        ColumnQuery query =
                new ColumnQuery(reading.column(), reading.missing(), reading.dialect(), keys(), job.threads());
        try {
            ColumnScan.Summary summary = ColumnScan.read(job.openInput(), query, this, new Opened(listener));
            if (buffer != null) {
                buffer.forEach(this::process);
            }
            for (int series = 0; series < deduplicators.size(); series++) {
                process(series, deduplicators.get(series).rest());
            }
            endBatch();
            return summary;
        } catch (CsvException | OrderException | GroupIds.TooManyGroupsException | NoRoomException e) {
            throw new JobException(job.inputName() + ": " + e.getMessage());
        }
    }

    /** The time is read only if something depends on it. */
    private KeyColumns keys() {
        KeyColumns configured = config.reading().keys();
        boolean needed = times != TimeUse.NONE
                || config.checks() != CheckPolicy.OFF
                || config.order() == RowOrder.TIME
                || config.duplicates() != DuplicatePolicy.KEEP;
        return needed ? configured : new KeyColumns(List.of(), false, null, configured.group());
    }

    @Override
    public void accept(Rows rows) {
        if (buffer == null) {
            process(rows);
        } else {
            buffer.add(rows);
            requireRoom(0);
        }
    }

    /** @param more bytes that are about to be held, too */
    private void requireRoom(long more) {
        GroupIds groups = layout == null ? null : layout.groups();
        long held = seriesBytes + (groups == null ? 0 : groups.bytes()) + (buffer == null ? 0 : buffer.bytes()) + more;
        if (held > maxBytes) {
            throw new NoRoomException(maxBytes, config.window());
        }
    }

    private void process(SeriesRows rows) {
        splitter.split(rows, this);
        endBatch();
    }

    private void endBatch() {
        for (MeansListener listener : listeners) {
            listener.onBatchEnd();
        }
    }

    @Override
    public void prepareForLargeFile() {
        Signal.warmUp();
    }

    @Override
    public void accept(int series, SeriesRows rows) {
        if (config.duplicates() == DuplicatePolicy.KEEP) {
            process(series, rows);
            return;
        }
        while (deduplicators.size() <= series) {
            deduplicators.add(new Deduplicator(config.duplicates()));
        }
        Deduplicator deduplicator = deduplicators.get(series);
        long pending = deduplicator.pendingBytes();
        SeriesRows kept = deduplicator.keep(rows);
        seriesBytes += deduplicator.pendingBytes() - pending;
        process(series, kept);
    }

    private void process(int series, SeriesRows rows) {
        while (signals.size() <= series) {
            signals.add(new Signal(config.window(), config.warmup()));
            seriesBytes += BYTES_PER_SERIES;
        }
        Signal signal = signals.get(series);
        long growth = signal.bytesAfter(rows.count()) - signal.bytesAfter(0);
        requireRoom(growth);
        seriesBytes += growth;
        if (checks != null) {
            checks.check(rows, series);
        }
        if (means.length < rows.count()) {
            means = new double[rows.count()];
        }
        signal.next(rows.values(), rows.count(), means);
        if (checks != null) {
            lostMeans.check(series, rows, means, signal.hasFiniteMeans());
        }
        for (MeansListener listener : listeners) {
            listener.onMeans(series, rows, means);
        }
    }

    /** Whether series are told apart. */
    boolean isGrouped() {
        return config.reading().keys().group() != null;
    }

    /** Returns how many series there are. */
    int series() {
        return signals.size();
    }

    Signal signal(int series) {
        return signals.get(series);
    }

    /** Returns the name of a series, "" if series are not told apart; known from its first row on. */
    String name(int series) {
        GroupIds groups = layout == null ? null : layout.groups();
        return groups == null ? "" : groups.name(series);
    }

    /** Returns what was found in a series, by the labels of the checks, in their order. */
    List<String> checksOf(int series) {
        List<String> labels = new ArrayList<>(checks == null ? List.of() : checks.found(series));
        if (lostMeans.found(series)) {
            labels.add(Check.MEANS_LOST.label());
        }
        Collections.sort(labels);
        return labels;
    }

    /** Whether rows have times, known once the file is opened. */
    boolean hasTimes() {
        return layout != null && layout.hasTimes();
    }

    /** Whether the times have the day before the month, known at the end. */
    boolean isDayFirst() {
        return checks != null && Boolean.TRUE.equals(checks.isDayFirst());
    }

    /** Returns the signals as if all rows were one series. */
    Totals totals() {
        Totals totals = new Totals(0, 0, 0, 0);
        for (Signal signal : signals) {
            totals = totals.plus(signal);
        }
        return totals;
    }

    /**
     * Sums over all series.
     *
     * @param inRate the denominator of the rate
     */
    record Totals(long rows, long processed, long inRate, long above) {
        Totals plus(Signal signal) {
            return new Totals(
                    rows + signal.rows(),
                    processed + signal.rowsProcessed(),
                    inRate + signal.rowsInRate(),
                    above + signal.above());
        }

        double rate() {
            return above / (double) inRate;
        }
    }

    /** Returns what the checks found. */
    List<Finding> findings() {
        if (checks == null) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        if (buffer != null && buffer.isUndecided()) {
            findings.add(DataChecks.ambiguous(totals().rows()));
        }
        findings.addAll(checks.report());
        lostMeans.report(findings);
        return findings;
    }

    /** Returns what is known of the file and its rows, by name. */
    Map<String, String> layout() {
        Map<String, String> known = new LinkedHashMap<>(layout == null ? Map.of() : layout.description());
        String order = checks == null ? "" : checks.order();
        if (!order.isEmpty()) {
            known.put("order", order);
        }
        known.put("series", Integer.toString(series()) + names());
        return known;
    }

    /** Returns the first names of the series in alphabetical order, whichever thread met them first; "" without groups. */
    private String names() {
        GroupIds groups = layout == null ? null : layout.groups();
        if (groups == null) {
            return "";
        }
        List<String> names = new ArrayList<>();
        for (int series = 0; series < groups.count(); series++) {
            names.add(groups.name(series));
        }
        Collections.sort(names);
        List<String> first = names.subList(0, Math.min(MAX_NAMES, names.size()));
        return " (" + String.join(", ", first.stream().map(SafeText::excerpt).toList())
                + (first.size() < names.size() ? ", …)" : ")");
    }

    /** What must be held in memory does not fit. */
    private static final class NoRoomException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoRoomException(long maxBytes, long window) {
            super("what must be held of the rows does not fit into the " + (maxBytes >> 10)
                    + " kB of memory that it may use: "
                    + "a window of " + window + " rows takes 8 bytes for each, a group 1 kB; "
                    + "with duplicates: last, rows without a time are held until the next that has one");
        }
    }

    /** Passes events on, and prepares the checks when the columns are known. */
    private final class Opened implements ScanListener {
        private final ScanListener listener;

        Opened(ScanListener listener) {
            this.listener = listener;
        }

        @Override
        public void scanned(long bytes, long totalBytes, long rows) {
            listener.scanned(bytes, totalBytes, rows);
        }

        @Override
        public void found(Finding finding) {
            listener.found(finding);
        }

        @Override
        public void opened(FileLayout opened) {
            layout = opened;
            checks = config.checks() == CheckPolicy.OFF ? null : new DataChecks(isGrouped(), opened.columns());
            for (MeansListener means : listeners) {
                means.onOpen(SignalScan.this);
            }
        }
    }
}
