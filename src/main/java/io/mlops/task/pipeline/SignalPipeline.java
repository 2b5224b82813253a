package io.mlops.task.pipeline;

import io.mlops.task.csv.ColumnScan;
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
import io.mlops.task.execution.SignalRange;
import io.mlops.task.finding.Check;
import io.mlops.task.finding.Finding;
import io.mlops.task.layout.MissingPolicy;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The share of rows whose price is above its rolling mean. */
public final class SignalPipeline implements Pipeline {
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
    public boolean hasSignals() {
        return true;
    }

    @Override
    public void writeSignals(Job job, SignalRange range, OutputStream out, boolean gzip)
            throws JobException, IOException, InterruptedException {
        SignalRows.write(job, range, out, gzip);
    }

    @Override
    public @Nullable Series series(byte @Nullable [] stored, @Nullable Job job, Series.Range range)
            throws JobException, IOException, InterruptedException {
        return SignalSeries.read(stored, job, range);
    }

    @Override
    public RunResult run(RunContext context) throws JobException, IOException, InterruptedException {
        SignalConfig config = readConfig(context);
        FindingReporter findings = new FindingReporter(context, config.checks());
        try (SignalOutputs outputs = SignalOutputs.of(context, config)) {
            SignalScan scan = new SignalScan(
                    config,
                    outputs.listeners(),
                    outputs.timeUse(),
                    context.job().maxRunBytes());
            ColumnScan.Summary read = scan(context, scan, findings);
            describe(context, scan);
            RunResult result = result(context, config, scan, read, findings);
            outputs.finish(scan);
            return result;
        }
    }

    private static RunResult result(
            RunContext context, SignalConfig config, SignalScan scan, ColumnScan.Summary read, FindingReporter findings)
            throws JobException {
        RunLog log = context.log();
        log.info("Data loaded: " + read.rows() + " rows");
        findings.report(missing(read, config));
        SignalScan.Totals totals = scan.totals();
        requireRows(read, config, totals, context.job());
        if (config.window() > totals.rows() && config.warmup().countsAllRows()) {
            findings.report(Check.WINDOW_SIZE.finding(
                    1, 0, "Window " + config.window() + " is larger than the " + totals.rows() + " rows"));
        }
        for (Finding finding : scan.findings()) {
            findings.report(finding);
        }
        log.info("Rolling mean calculated with window=" + config.window());
        log.info("Signals generated");
        RoundedDecimal value = RoundedDecimal.of(totals.rate(), config.decimals());
        return new RunResult(config.version(), totals.processed(), "signal_rate", value, config.seed(), Map.of());
    }

    private static void describe(RunContext context, SignalScan scan) {
        Map<String, String> layout = scan.layout();
        StringBuilder text = new StringBuilder();
        layout.forEach((name, value) -> {
            boolean delimiter = value.length() == 1 && !Character.isLetterOrDigit(value.charAt(0));
            text.append(text.isEmpty() ? "Layout: " : ", ")
                    .append(name)
                    .append('=')
                    .append(delimiter ? '"' + value + '"' : value);
        });
        context.log().info(text.toString());
        context.layout(layout);
    }

    private static SignalConfig readConfig(RunContext context) throws JobException {
        SignalConfig config = SignalConfig.SCHEMA.read(context);
        context.log()
                .info("Config loaded: seed=" + config.seed() + ", window=" + config.window() + ", version="
                        + config.version());
        return config;
    }

    private static ColumnScan.Summary scan(RunContext context, SignalScan scan, FindingReporter findings)
            throws JobException, IOException, InterruptedException {
        try {
            return scan.read(context.job(), new Listener(context, findings));
        } catch (FindingReporter.FailedCheck e) {
            throw new JobException(e.getMessage());
        } catch (OrderedBlocks.NotWritten e) {
            throw new JobException("Cannot write the signals: " + e.reason().getMessage());
        } catch (IOException e) {
            throw context.job().unreadableInput(e.toString());
        }
    }

    private static @Nullable Finding missing(ColumnScan.Summary read, SignalConfig config) {
        if (read.missing() == 0) {
            return null;
        }
        String rows = read.missing() + (read.missing() == 1 ? " row" : " rows");
        String what = config.reading().missing() == MissingPolicy.DROP ? " dropped: no value" : " without a value";
        return Check.MISSING_VALUES.finding(
                read.missing(),
                read.firstMissingLine(),
                rows + what + " in column " + config.reading().column().label() + ", first in line "
                        + read.firstMissingLine());
    }

    private static void requireRows(ColumnScan.Summary read, SignalConfig config, SignalScan.Totals totals, Job job)
            throws JobException {
        if (read.rows() == 0) {
            throw new JobException(job.inputName() + ": no data rows after the header");
        }
        if (read.missing() == read.rows()) {
            throw new JobException(job.inputName() + ": column "
                    + config.reading().column().label() + " holds no number in " + read.rows() + " rows");
        }
        if (totals.inRate() == 0) {
            throw new JobException(job.inputName() + ": no row has a rolling mean: " + totals.rows() + " rows, "
                    + "window " + config.window() + ", and warmup leaves out rows without one");
        }
    }

    private record Listener(RunContext context, FindingReporter findings) implements ScanListener {
        @Override
        public void scanned(long bytes, long totalBytes, long rows) {
            context.progress().onProgress(bytes, totalBytes, rows);
        }

        @Override
        public void found(Finding finding) {
            findings.found(finding);
        }
    }
}
