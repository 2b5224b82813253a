package io.mlops.task.pipeline;

import io.mlops.task.execution.Job;
import io.mlops.task.execution.JobException;
import io.mlops.task.execution.Series;
import io.mlops.task.pipeline.SignalScan.TimeUse;
import io.mlops.task.series.SeriesRows;
import io.mlops.task.signal.DownsampledSeries;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The plot of a signal run. If there is no stored summary, or if it is too coarse or of another series than one group's, the
 * rows are read again: from the start of the input, since a mean depends on every value before it, to the end of the requested range.
 */
final class SignalSeries {
    private SignalSeries() {}

    /** Returns null if there is no summary and no input to read again. */
    static @Nullable Series read(byte @Nullable [] stored, @Nullable Job job, Series.Range range)
            throws JobException, IOException, InterruptedException {
        if (range.group() != null) {
            return job == null ? null : ofGroup(job, range, range.group());
        }
        DownsampledSeries summary = stored == null ? summary(job) : DownsampledSeries.of(stored);
        if (summary == null) {
            return null;
        }
        long to = Math.min(range.to(), summary.to());
        long from = Math.min(range.from(), to);
        if (job == null || summary.hasResolution(from, to, range.points())) {
            return series(summary.part(from, to, range.points()), summary.to(), stored == null);
        }
        DownsampledSeries rows = DownsampledSeries.range(from, to, range.points());
        try {
            SignalRows.read(job, config(job).withoutChecks(), List.of(new Until(rows)), TimeUse.VALUES);
        } catch (StopScan e) {
            // all that was asked for has been read
        }
        if (summary.isDayFirst()) {
            rows.takeDayFirst();
        }
        return series(rows, summary.to(), true);
    }

    /** Returns what a run with checks would have stored; null if it has groups. */
    private static @Nullable DownsampledSeries summary(@Nullable Job job)
            throws JobException, IOException, InterruptedException {
        if (job == null) {
            return null;
        }
        SignalConfig config = config(job);
        if (config.reading().keys().group() != null) {
            return null;
        }
        DownsampledSeries points = DownsampledSeries.all(SignalOutputs.STORED_POINTS);
        MeansListener all = (series, rows, means) -> add(points, rows, means);
        SignalScan scan = SignalRows.read(job, config.withChecks(), List.of(all), TimeUse.VALUES);
        if (scan.isDayFirst()) {
            points.takeDayFirst();
        }
        return points;
    }

    /** The whole file is read: how many rows a group has is not known before. */
    private static @Nullable Series ofGroup(Job job, Series.Range range, String group)
            throws JobException, IOException, InterruptedException {
        SignalConfig config = config(job);
        if (config.reading().keys().group() == null) {
            return null;
        }
        OneGroup rows = new OneGroup(group, range);
        SignalScan scan = SignalRows.read(job, config.withChecks(), List.of(rows), TimeUse.VALUES);
        if (rows.count == 0) {
            return null;
        }
        if (scan.isDayFirst()) {
            rows.points.takeDayFirst();
        }
        return series(rows.points, rows.count, true);
    }

    private static SignalConfig config(Job job) throws JobException {
        return SignalConfig.SCHEMA.read(job.config());
    }

    private static Series series(DownsampledSeries points, long rows, boolean fromInput) {
        return new Series(rows, points.from(), points.to(), points.rowsPerPoint(), fromInput, points.columns());
    }

    private record Until(DownsampledSeries points) implements MeansListener {
        @Override
        public void onMeans(int series, SeriesRows rows, double[] means) {
            add(points, rows, means);
            if (points.isComplete()) {
                throw new SignalSeries.StopScan();
            }
        }
    }

    private static void add(DownsampledSeries points, SeriesRows rows, double[] means) {
        points.add(rows.values(), means, rows.times(), rows.dayFirstTimes(), rows.count());
    }

    private static final class OneGroup implements MeansListener {
        private static final int UNKNOWN = -1;

        private final String name;
        private final DownsampledSeries points;
        private @Nullable SignalScan scan;
        private int number = UNKNOWN;
        private int seen;
        private long count;

        OneGroup(String name, Series.Range range) {
            this.name = name;
            this.points = DownsampledSeries.range(range.from(), range.to(), range.points());
        }

        @Override
        public void onOpen(SignalScan opened) {
            scan = opened;
        }

        @Override
        public void onMeans(int series, SeriesRows rows, double[] means) {
            for (; number == UNKNOWN && scan != null && seen <= series; seen++) {
                number = scan.name(seen).equals(name) ? seen : UNKNOWN;
            }
            if (series == number) {
                add(points, rows, means);
                count += rows.count();
            }
        }
    }

    /** Ends a scan whose further rows are not needed. */
    private static final class StopScan extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StopScan() {
            super("enough rows were read", null, false, false);
        }
    }
}
