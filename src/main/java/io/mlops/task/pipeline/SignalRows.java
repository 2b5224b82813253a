package io.mlops.task.pipeline;

import io.mlops.task.csv.ScanListener;
import io.mlops.task.execution.Job;
import io.mlops.task.execution.JobException;
import io.mlops.task.execution.SignalRange;
import io.mlops.task.finding.Finding;
import io.mlops.task.pipeline.SignalScan.TimeUse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Computes a run again for what it did not keep: its rows. */
final class SignalRows {
    private SignalRows() {}

    static void write(Job job, SignalRange range, OutputStream out, boolean gzip)
            throws JobException, IOException, InterruptedException {
        SignalConfig config = SignalConfig.SCHEMA.read(job.config());
        boolean dayFirst = range.dependsOnTime() && isDayFirst(job, config);
        try (OrderedBlocks blocks = new OrderedBlocks(out, gzip, job.threads())) {
            SignalTable table = new SignalTable(range, config.warmup().countsAllRows(), dayFirst, blocks);
            try {
                read(job, config.withoutChecks(), List.of(table), TimeUse.TEXTS);
            } catch (SignalTable.EnoughRows e) {
                // all that was asked for has been read
            }
            blocks.finish();
        } catch (OrderedBlocks.NotWritten e) {
            throw e.reason();
        }
    }

    /** Whether the day is before the month is decided by all times of a file. */
    private static boolean isDayFirst(Job job, SignalConfig config)
            throws JobException, IOException, InterruptedException {
        return read(job, config.withChecks(), List.of(), TimeUse.VALUES).isDayFirst();
    }

    /** Reads the rows without reporting findings. */
    static SignalScan read(Job job, SignalConfig config, List<MeansListener> listeners, TimeUse times)
            throws JobException, IOException, InterruptedException {
        SignalScan scan = new SignalScan(config, listeners, times, job.maxRunBytes());
        scan.read(job, Silent.LISTENER);
        return scan;
    }

    private enum Silent implements ScanListener {
        LISTENER;

        @Override
        public void scanned(long bytes, long totalBytes, long rows) {}

        @Override
        public void found(Finding finding) {}
    }
}
