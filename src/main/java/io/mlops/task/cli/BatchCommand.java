package io.mlops.task.cli;

import io.mlops.task.execution.ConfigFile;
import io.mlops.task.execution.Execution;
import io.mlops.task.execution.InputFile;
import io.mlops.task.execution.Job;
import io.mlops.task.execution.Pipeline;
import io.mlops.task.model.registry.ModelRegistries;
import io.mlops.task.model.registry.PromotionGate;
import io.mlops.task.notify.Pushgateway;
import io.mlops.task.pipeline.Pipelines;
import io.mlops.task.store.BatchRunFiles;
import io.mlops.task.store.FileModelRegistries;
import io.mlops.task.submission.PipelineRegistry;
import io.mlops.task.text.Messages;
import io.mlops.task.text.Suggestions;
import java.io.IOException;
import java.io.PrintStream;
import java.net.MalformedURLException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The batch command: runs one job and prints its metrics record to standard output. */
public final class BatchCommand {
    private static final String STANDARD_INPUT = "-";
    private static final int MAX_THREADS = 256;
    private static final long STOP_TIMEOUT_SECONDS = 10;

    private final Pipeline pipeline;
    private final Path input;
    private final Job job;
    private final Path metrics;
    private final Path log;
    private final @Nullable Path artifacts;
    private final @Nullable Path signals;
    private final @Nullable Pushgateway gateway;

    private BatchCommand(
            Pipeline pipeline,
            Path input,
            Job job,
            Path metrics,
            Path log,
            @Nullable Path artifacts,
            @Nullable Path signals,
            @Nullable Pushgateway gateway) {
        this.pipeline = pipeline;
        this.input = input;
        this.job = job;
        this.metrics = metrics;
        this.log = log;
        this.artifacts = artifacts;
        this.signals = signals;
        this.gateway = gateway;
    }

    /** @param home the directory of the program, which contains the pipelines' default files */
    public static BatchCommand parse(CommandLine commandLine, Path home, Clock clock) throws UsageException {
        String name = commandLine.option("--pipeline", "signal");
        Path models = optionalPath(commandLine, "--models");
        PipelineRegistry pipelines = new PipelineRegistry(Pipelines.all(new Models(models, clock)));
        Pipeline pipeline = pipelines.find(name);
        if (pipeline == null) {
            String expected = "one of " + String.join(", ", pipelines.names());
            throw new UsageException("--pipeline " + Messages.mustBe(expected, '"' + name + '"') + "; did you mean "
                    + Suggestions.closest(name, pipelines.names()) + "?");
        }
        NamedFile input =
                NamedFile.of(commandLine, "--input", home, pipeline.defaults().input());
        NamedFile config =
                NamedFile.of(commandLine, "--config", home, pipeline.defaults().config());
        int threads = (int) commandLine.integer(
                "--threads", 1, MAX_THREADS, Runtime.getRuntime().availableProcessors());
        Job job = new Job(
                input.name.equals(STANDARD_INPUT) ? InputFile.standardInput() : InputFile.of(input.path),
                input.name.equals(STANDARD_INPUT) ? "standard input" : input.name,
                new ConfigFile(config.path, config.name, overrides(pipeline, commandLine)),
                threads,
                "",
                Runtime.getRuntime().maxMemory() / 2);
        return new BatchCommand(
                pipeline,
                input.path,
                job,
                path("--output", commandLine.option("--output", "metrics.json")),
                path("--log-file", commandLine.option("--log-file", "run.log")),
                optionalPath(commandLine, "--artifacts"),
                signals(commandLine, pipeline),
                gateway(commandLine, name));
    }

    /** Returns the exit code: 0 if the job succeeded, 1 if it failed. */
    public int run(Clock clock, PrintStream out, ConsoleProgress terminal) {
        long started = System.nanoTime();
        Instant startedAt = clock.instant();
        CountDownLatch completed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(new StopAndWait(Thread.currentThread(), completed)));
        try {
            List<Path> inputs = List.of(input, job.config().path());
            BatchRunFiles files = new BatchRunFiles(metrics, log, artifacts, signals, inputs, terminal);
            Execution.Result outcome = new Execution(pipeline, job, files, clock, terminal).run();
            boolean printed = printResult(outcome.record(), out);
            pushMetrics(outcome, clock, (System.nanoTime() - started) / 1e9);
            logToMlflow(files.written(), outcome, startedAt, clock);
            return outcome.succeeded() && printed ? 0 : 1;
        } finally {
            completed.countDown();
        }
    }

    private static boolean printResult(String record, PrintStream out) {
        byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
        boolean printed = !out.checkError();
        if (!printed) {
            System.err.println("mlops-task: could not write the metrics record to standard output");
        }
        return printed;
    }

    private void pushMetrics(Execution.Result outcome, Clock clock, double seconds) {
        if (gateway == null) {
            return;
        }
        try {
            gateway.push(outcome, seconds, clock.instant());
        } catch (IOException e) {
            System.err.println("mlops-task: could not push to the Pushgateway: " + e);
        }
    }

    private void logToMlflow(List<Path> files, Execution.Result outcome, Instant startedAt, Clock clock) {
        Map<String, String> environment = System.getenv();
        String uri = environment.get(MlflowReport.TRACKING_URI);
        if (uri == null || uri.isBlank()) {
            return;
        }
        List<Path> written = new ArrayList<>(files);
        if (Files.isRegularFile(job.config().path())) {
            written.add(job.config().path());
        }
        new MlflowReport(environment, System.err).send(pipeline, job, written, outcome, startedAt, clock.instant());
    }

    private static @Nullable Pushgateway gateway(CommandLine commandLine, String pipeline) throws UsageException {
        String url = commandLine.option("--pushgateway");
        try {
            return url == null ? null : Pushgateway.at(url, pipeline);
        } catch (MalformedURLException e) {
            throw new UsageException("--pushgateway \"" + url + "\": " + e.getMessage());
        }
    }

    private static Map<String, String> overrides(Pipeline pipeline, CommandLine commandLine) {
        Map<String, String> overrides = new LinkedHashMap<>();
        commandLine
                .settings()
                .forEach((key, value) -> overrides.put(key, pipeline.schema().typed(key, value)));
        return overrides;
    }

    private static @Nullable Path signals(CommandLine commandLine, Pipeline pipeline) throws UsageException {
        Path signals = optionalPath(commandLine, "--signals");
        if (signals != null && !pipeline.hasSignals()) {
            throw new UsageException("--signals: pipeline " + pipeline.name() + " has no signals");
        }
        return signals;
    }

    private static @Nullable Path optionalPath(CommandLine commandLine, String option) throws UsageException {
        String value = commandLine.option(option);
        return value == null ? null : path(option, value);
    }

    private static Path path(String option, String value) throws UsageException {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new UsageException(option + ": not a path: " + e.getMessage());
        }
    }

    /** A class, not a lambda, so that a batch without models starts faster. */
    private record Models(@Nullable Path directory, Clock clock) implements Supplier<ModelRegistries> {
        @Override
        public ModelRegistries get() {
            return FileModelRegistries.of(
                    directory,
                    PromotionGate.defaults(),
                    clock,
                    BuildInfo.provenance().version());
        }
    }

    private record NamedFile(Path path, String name) {
        static NamedFile of(CommandLine commandLine, String option, Path home, String defaultFile)
                throws UsageException {
            String value = commandLine.option(option);
            return value == null
                    ? new NamedFile(home.resolve(defaultFile), defaultFile)
                    : new NamedFile(BatchCommand.path(option, value), value);
        }
    }

    /** On SIGTERM or SIGINT, interrupts the run and waits until its record is written. */
    private record StopAndWait(Thread runner, CountDownLatch completed) implements Runnable {
        @Override
        public void run() {
            if (completed.getCount() == 0) {
                return;
            }
            runner.interrupt();
            try {
                if (!completed.await(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                    System.err.println("The run did not stop within " + STOP_TIMEOUT_SECONDS + " s");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
