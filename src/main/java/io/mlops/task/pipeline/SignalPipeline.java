package io.mlops.task.pipeline;

import io.mlops.task.csv.ColumnQuery;
import io.mlops.task.csv.ColumnScan;
import io.mlops.task.csv.ColumnSink;
import io.mlops.task.csv.ColumnSummary;
import io.mlops.task.csv.CsvException;
import io.mlops.task.csv.MissingPolicy;
import io.mlops.task.csv.ScanListener;
import io.mlops.task.execution.ConfigSchema;
import io.mlops.task.execution.Job;
import io.mlops.task.execution.JobException;
import io.mlops.task.execution.Pipeline;
import io.mlops.task.execution.RoundedDecimal;
import io.mlops.task.execution.RunContext;
import io.mlops.task.execution.RunLog;
import io.mlops.task.execution.RunResult;
import io.mlops.task.execution.Series;
import io.mlops.task.signal.DownsampledSeries;
import io.mlops.task.signal.Signal;
import io.mlops.task.signal.WarmupPolicy;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The share of rows whose price is above its rolling mean. */
public final class SignalPipeline implements Pipeline {
    /** More than the pixels of a screen's width; a quarter of a megabyte. */
    private static final int STORED_POINTS = 4096;

    @Override
    public String name() {
        return "signal";
    }

    @Override
    public Defaults defaults() {
        return new Defaults("sample-data/ohlcv.csv", "config/config.yaml");
    }

    @Override
    public ConfigSchema schema() {
        return SignalConfig.SCHEMA;
    }

    @Override
    public Series series(byte[] stored, @Nullable Job job, Series.Range range)
            throws JobException, IOException, InterruptedException {
        return SignalSeries.read(stored, job, range);
    }

    @Override
    public RunResult run(RunContext context) throws JobException, IOException, InterruptedException {
        SignalConfig config = readConfig(context);
        DownsampledSeries series = context.storesSeries() ? DownsampledSeries.all(STORED_POINTS) : null;
        Signal signal = new Signal(config.window(), config.warmup(), series);
        ColumnSummary read = scan(context, config, signal);
        RunLog log = context.log();
        log.info("Data loaded: " + read.rows() + " rows");
        report(read, config, log);
        requireRows(read, config, signal, context.job());
        if (config.window() > signal.rows()
                && (config.warmup() == WarmupPolicy.ZERO || config.warmup() == WarmupPolicy.PARTIAL)) {
            log.warning("Window " + config.window() + " is larger than the " + signal.rows() + " rows");
        }
        log.info("Rolling mean calculated with window=" + config.window());
        log.info("Signals generated");
        if (series != null) {
            context.storeSeries(series.toBytes());
        }
        RoundedDecimal value = RoundedDecimal.of(signal.rate(), config.decimals());
        return new RunResult(config.version(), signal.rowsProcessed(), "signal_rate", value, config.seed(), Map.of());
    }

    private static SignalConfig readConfig(RunContext context) throws JobException {
        SignalConfig config = SignalConfig.SCHEMA.read(context);
        context.log()
                .info("Config loaded: seed=" + config.seed() + ", window=" + config.window() + ", version="
                        + config.version());
        return config;
    }

    private static ColumnSummary scan(RunContext context, SignalConfig config, Signal signal)
            throws JobException, IOException, InterruptedException {
        Job job = context.job();
        ColumnQuery query = new ColumnQuery(config.column(), config.missing(), job.threads());
        try {
            return ColumnScan.read(job.openInput(), query, new Feed(signal), new Listener(context));
        } catch (CsvException e) {
            throw new JobException(job.inputName() + ": " + e.getMessage());
        } catch (IOException e) {
            throw job.unreadableInput(e.toString());
        }
    }

    private static void report(ColumnSummary read, SignalConfig config, RunLog log) {
        if (read.missing() > 0) {
            String rows = read.missing() + (read.missing() == 1 ? " row" : " rows");
            String what = config.missing() == MissingPolicy.DROP ? " dropped: no value" : " without a value";
            log.warning(
                    rows + what + " in column \"" + config.column() + "\", first in line " + read.firstMissingLine());
        }
    }

    private static void requireRows(ColumnSummary read, SignalConfig config, Signal signal, Job job)
            throws JobException {
        if (read.rows() == 0) {
            throw new JobException(job.inputName() + ": no data rows after the header");
        }
        if (read.missing() == read.rows()) {
            throw new JobException(job.inputName() + ": column \"" + config.column() + "\" holds no number in "
                    + read.rows() + " rows");
        }
        if (signal.rowsInRate() == 0) {
            throw new JobException(job.inputName() + ": no row has a rolling mean: " + signal.rows() + " rows, "
                    + "window " + config.window() + ", and warmup leaves out rows without one");
        }
    }

    /** A class, not a lambda, because linking a lambda takes longer than reading a small file. */
    private record Feed(Signal signal) implements ColumnSink {
        @Override
        public void accept(double[] values, int count) {
            signal.next(values, count);
        }

        @Override
        public void prepareForLargeFile() {
            Signal.warmUp();
        }
    }

    private record Listener(RunContext context) implements ScanListener {
        @Override
        public void scanned(long bytes, long totalBytes, long rows) {
            context.progress().onProgress(bytes, totalBytes, rows);
        }

        @Override
        public void warning(String message) {
            context.log().warning(message);
        }
    }
}
