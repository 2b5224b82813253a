package io.mlops.task.pipeline;

import io.mlops.task.csv.ScanListener;
import io.mlops.task.execution.Job;
import io.mlops.task.execution.JobException;
import io.mlops.task.execution.Series;
import io.mlops.task.finding.Finding;
import io.mlops.task.signal.DownsampledSeries;
import io.mlops.task.signal.RollingMeanListener;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The plot of a signal run. If the stored summary is too coarse, the rows are read again: from the start of the input,
 * since a mean depends on every value before it, to the end of the requested range.
 */
final class SignalSeries {
    private SignalSeries() {}

    static Series read(byte[] stored, @Nullable Job job, Series.Range range)
            throws JobException, IOException, InterruptedException {
        DownsampledSeries summary = DownsampledSeries.of(stored);
        long to = Math.min(range.to(), summary.to());
        long from = Math.min(range.from(), to);
        if (job == null || summary.hasResolution(from, to, range.points())) {
            return series(summary.part(from, to, range.points()), summary.to(), false);
        }
        DownsampledSeries rows = DownsampledSeries.range(from, to, range.points());
        reread(job, rows);
        return series(rows, summary.to(), true);
    }

    private static void reread(Job job, DownsampledSeries rows) throws JobException, IOException, InterruptedException {
        SignalConfig config =
                SignalConfig.SCHEMA.read(job.config(), job.configName()).withoutChecks();
        SignalScan scan = new SignalScan(config, new Until(rows), job.maxSortBytes());
        try {
            scan.read(job, Silent.LISTENER);
        } catch (SignalSeries.StopScan e) {
            return;
        }
    }

    private static Series series(DownsampledSeries points, long rows, boolean fromInput) {
        return new Series(rows, points.from(), points.to(), points.rowsPerPoint(), fromInput, points.columns());
    }

    private record Until(DownsampledSeries rows) implements RollingMeanListener {
        @Override
        public void onMeans(double[] values, double[] means, int count) {
            rows.onMeans(values, means, count);
            if (rows.isComplete()) {
                throw new SignalSeries.StopScan();
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

    private enum Silent implements ScanListener {
        LISTENER;

        @Override
        public void scanned(long bytes, long totalBytes, long rows) {}

        @Override
        public void found(Finding finding) {}
    }
}
