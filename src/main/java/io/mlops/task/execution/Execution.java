package io.mlops.task.execution;

import io.mlops.task.finding.Finding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a job, the same from the command line and from the service: opens the log, runs the pipeline, writes
 * the metrics record whether that succeeded or not, and returns the outcome.
 */
public final class Execution {
    private static final String NOT_WRITTEN = "Cannot write the metrics: ";

    private final Pipeline pipeline;
    private final Job job;
    private final RunFiles files;
    private final Clock clock;
    private final ProgressListener progress;

    /**
     * The outcome of an execution.
     *
     * @param metrics null if it failed
     * @param record the content of metrics.json
     * @param error the record's error message, null if it succeeded
     * @param findings what was noticed about the data
     * @param layout see {@link RunContext#layout}
     */
    public record Result(
            @Nullable RunResult metrics,
            String record,
            @Nullable String error,
            List<Finding> findings,
            Map<String, String> layout) {

        public boolean succeeded() {
            return error == null;
        }
    }

    public Execution(Pipeline pipeline, Job job, RunFiles files, Clock clock, ProgressListener progress) {
        this.pipeline = pipeline;
        this.job = job;
        this.files = files;
        this.clock = clock;
        this.progress = progress;
    }

    /** Never throws for anything that can be wrong with a job or its files. */
    public Result run() {
        long started = System.nanoTime();
        try (RunLog log = new RunLog(clock, files.openLog())) {
            log.info("Job started");
            return complete(log, started);
        } catch (IOException e) {
            return logFailed("Cannot write the log: " + reason(e));
        } catch (UncheckedIOException e) {
            return logFailed("Cannot write the log: " + e.getMessage());
        }
    }

    private Result complete(RunLog log, long started) {
        RunContext context = new RunContext(job, log, progress, files);
        try {
            return succeeded(pipeline.run(context), context, started);
        } catch (JobException e) {
            return failed(context, String.valueOf(e.getMessage()), null);
        } catch (IOException e) {
            return failed(context, reason(e), null);
        } catch (InterruptedException e) {
            return failed(context, progress.cancellationReason(), null);
        } catch (OutOfMemoryError e) {
            long megabytes = Runtime.getRuntime().maxMemory() >> 20;
            return failed(context, "The job needs more memory than the " + megabytes + " MB that Java may use", null);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            return failed(context, "Unexpected error: " + e, e);
        }
    }

    private Result succeeded(RunResult metrics, RunContext context, long started) {
        RunLog log = context.log();
        long latency = millisSince(started);
        String record = MetricsJson.success(metrics, latency);
        try {
            files.writeMetrics(record);
        } catch (IOException e) {
            return metricsNotWritten(metrics.version(), log, e);
        }
        log.info(
                "Metrics: " + metrics.metric() + "=" + metrics.value() + ", rows_processed=" + metrics.rowsProcessed());
        log.info("Job completed successfully in " + latency + "ms");
        return new Result(metrics, record, null, log.findings(), context.layout());
    }

    private Result failed(RunContext context, String message, @Nullable Throwable unexpected) {
        RunLog log = context.log();
        if (unexpected == null) {
            log.error(message);
        } else {
            log.error(message, unexpected);
        }
        String record = MetricsJson.error(context.version(), message);
        try {
            files.writeMetrics(record);
        } catch (IOException e) {
            log.error(NOT_WRITTEN + reason(e));
        }
        return new Result(null, record, message, log.findings(), context.layout());
    }

    /** The result cannot be saved; writing an error record to the same place would fail too. */
    private static Result metricsNotWritten(String version, RunLog log, IOException e) {
        String message = NOT_WRITTEN + reason(e);
        log.error(message);
        return new Result(null, MetricsJson.error(version, message), message, log.findings(), Map.of());
    }

    private Result logFailed(String message) {
        try (RunLog terminal = new RunLog(clock, files.fallbackLog())) {
            terminal.error(message);
        } catch (IOException | UncheckedIOException e) {
            return new Result(
                    null, MetricsJson.error(MetricsJson.UNKNOWN_VERSION, message), message, List.of(), Map.of());
        }
        return notStarted(files, message);
    }

    /** Writes the record of a job whose input cannot be read, and returns the result. */
    public static Result inputUnreadable(RunFiles files, IOException cause) {
        return notStarted(files, "Cannot read the input: " + reason(cause));
    }

    private static Result notStarted(RunFiles files, String message) {
        String record = MetricsJson.error(MetricsJson.UNKNOWN_VERSION, message);
        try {
            files.writeMetrics(record);
        } catch (IOException e) {
            return new Result(null, record, message + "; " + NOT_WRITTEN + reason(e), List.of(), Map.of());
        }
        return new Result(null, record, message, List.of(), Map.of());
    }

    static String reason(Exception e) {
        if (e instanceof FileSystemException file) {
            String why = file.getReason();
            return file.getFile() + ": " + (why == null ? kind(file) : why);
        }
        return String.valueOf(e.getMessage());
    }

    /** The names of the JDK's own subclasses say what is wrong. */
    private static String kind(FileSystemException e) {
        return e.getClass().getSimpleName().replace("Exception", "").replaceAll("([a-z])([A-Z])", "$1 $2");
    }

    private static long millisSince(long started) {
        return (System.nanoTime() - started) / 1_000_000;
    }
}
