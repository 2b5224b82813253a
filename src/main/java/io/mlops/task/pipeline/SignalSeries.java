package io.mlops.task.pipeline;

import io.mlops.task.csv.ColumnQuery;
import io.mlops.task.csv.ColumnScan;
import io.mlops.task.csv.ColumnSink;
import io.mlops.task.csv.CsvException;
import io.mlops.task.csv.ScanListener;
import io.mlops.task.run.Job;
import io.mlops.task.run.JobException;
import io.mlops.task.run.Series;
import io.mlops.task.signal.SeriesSummary;
import io.mlops.task.signal.Signal;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The plot of a signal run. Where the summary that the run kept is too coarse, the rows are read again: from the
 * input's beginning, since a mean depends on every value before it, to the end of what is shown.
 */
final class SignalSeries {
    private SignalSeries() {}

    static Series read(byte[] kept, @Nullable Job job, Series.Range range)
            throws JobException, IOException, InterruptedException {
        SeriesSummary summary = SeriesSummary.of(kept);
        long to = Math.min(range.to(), summary.to());
        long from = Math.min(range.from(), to);
        if (job == null || summary.isFineEnough(from, to, range.points())) {
            return series(summary.part(from, to, range.points()), summary.to(), false);
        }
        SeriesSummary rows = SeriesSummary.range(from, to, range.points());
        reread(job, rows);
        return series(rows, summary.to(), true);
    }

    private static void reread(Job job, SeriesSummary rows) throws JobException, IOException, InterruptedException {
        SignalConfig config = SignalConfig.of(Config.read(job.config(), job.configName()));
        Signal signal = new Signal(config.window(), config.warmup(), rows);
        ColumnQuery query = new ColumnQuery(config.column(), config.missing(), job.threads());
        try {
            ColumnScan.read(job.input(), query, new Until(signal, rows), Silent.LISTENER);
        } catch (CsvException e) {
            throw new JobException(job.inputName() + ": " + e.getMessage());
        } catch (Enough e) {
            return;
        }
    }

    private static Series series(SeriesSummary points, long rows, boolean reread) {
        return new Series(rows, points.from(), points.to(), points.rowsPerPoint(), reread, points.columns());
    }

    private record Until(Signal signal, SeriesSummary rows) implements ColumnSink {
        @Override
        public void accept(double[] values, int count) {
            signal.next(values, count);
            if (rows.isComplete()) {
                throw new Enough();
            }
        }
    }

    /** Ends a scan whose further rows nobody needs. */
    private static final class Enough extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Enough() {
            super("enough rows were read", null, false, false);
        }
    }

    private enum Silent implements ScanListener {
        LISTENER;

        @Override
        public void scanned(long bytes, long totalBytes, long rows) {}

        @Override
        public void warning(String message) {}
    }
}
