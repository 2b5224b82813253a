package io.mlops.task.cli;

import io.mlops.task.model.registry.ModelRegistries;
import io.mlops.task.model.registry.PromotionGate;
import io.mlops.task.notify.Pushgateway;
import io.mlops.task.pipeline.Pipelines;
import io.mlops.task.run.Execution;
import io.mlops.task.run.Job;
import io.mlops.task.run.Pipeline;
import io.mlops.task.store.BatchRunFiles;
import io.mlops.task.store.FileModelRegistries;
import io.mlops.task.text.Suggestions;
import java.io.IOException;
import java.io.PrintStream;
import java.net.MalformedURLException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The one-shot: one run from the command line, its metrics record on standard output. */
public final class BatchCommand {
    private static final int MAX_THREADS = 256;
    private static final long SETTLE_SECONDS = 10;

    private final Pipeline pipeline;
    private final Job job;
    private final Path metrics;
    private final Path log;
    private final @Nullable Path artifacts;
    private final @Nullable Pushgateway gateway;

    private BatchCommand(
            Pipeline pipeline,
            Job job,
            Path metrics,
            Path log,
            @Nullable Path artifacts,
            @Nullable Pushgateway gateway) {
        this.pipeline = pipeline;
        this.job = job;
        this.metrics = metrics;
        this.log = log;
        this.artifacts = artifacts;
        this.gateway = gateway;
    }

    /** @param home where the shipped samples and configurations are */
    public static BatchCommand parse(CommandLine commandLine, Path home, Clock clock) throws UsageException {
        String name = commandLine.option("--pipeline", "signal");
        Path models = optionalPath(commandLine, "--models");
        Pipelines pipelines = new Pipelines(new Models(models, clock));
        Pipeline pipeline = pipelines.named(name);
        if (pipeline == null) {
            throw new UsageException(
                    "--pipeline: found \"" + name + "\", wanted one of " + String.join(", ", pipelines.names())
                            + "; did you mean " + Suggestions.closest(name, pipelines.names()) + "?");
        }
        Given input = Given.of(commandLine, "--input", home, pipeline.defaultInput());
        Given config = Given.of(commandLine, "--config", home, pipeline.defaultConfig());
        int threads = (int) commandLine.integer(
                "--threads", 1, MAX_THREADS, Runtime.getRuntime().availableProcessors());
        Job job = new Job(input.path, input.name, config.path, config.name, threads);
        return new BatchCommand(
                pipeline,
                job,
                path("--output", commandLine.option("--output", "metrics.json")),
                path("--log-file", commandLine.option("--log-file", "run.log")),
                optionalPath(commandLine, "--artifacts"),
                gateway(commandLine, name));
    }

    /** Answers the exit code: 0 where the job succeeded, 1 where it failed. */
    public int run(Clock clock, PrintStream out, ConsoleProgress terminal) {
        long started = System.nanoTime();
        CountDownLatch settled = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(new StopAndSettle(Thread.currentThread(), settled)));
        try {
            BatchRunFiles files =
                    new BatchRunFiles(metrics, log, artifacts, List.of(job.input(), job.config()), terminal);
            Execution.Result outcome = new Execution(pipeline, job, files, clock, terminal).run();
            boolean shown = printResult(outcome.record(), out);
            pushMetrics(outcome, clock, (System.nanoTime() - started) / 1e9);
            return outcome.succeeded() && shown ? 0 : 1;
        } finally {
            settled.countDown();
        }
    }

    private static boolean printResult(String record, PrintStream out) {
        byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
        out.write(bytes, 0, bytes.length);
        boolean shown = !out.checkError();
        if (!shown) {
            System.err.println("mlops-task: standard output does not take the record");
        }
        return shown;
    }

    private void pushMetrics(Execution.Result outcome, Clock clock, double seconds) {
        if (gateway == null) {
            return;
        }
        try {
            gateway.push(outcome, seconds, clock.instant());
        } catch (IOException e) {
            System.err.println("mlops-task: nothing pushed to the Pushgateway: " + e);
        }
    }

    private static @Nullable Pushgateway gateway(CommandLine commandLine, String pipeline) throws UsageException {
        String url = commandLine.option("--pushgateway");
        try {
            return url == null ? null : Pushgateway.at(url, pipeline);
        } catch (MalformedURLException e) {
            throw new UsageException("--pushgateway: found \"" + url + "\", " + e.getMessage());
        }
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

    /** A class, not a lambda, and it alone knows models: most one-shots need none. */
    private record Models(@Nullable Path folder, Clock clock) implements Supplier<ModelRegistries> {
        @Override
        public ModelRegistries get() {
            return FileModelRegistries.of(
                    folder,
                    PromotionGate.defaults(),
                    clock,
                    BuildInfo.provenance().version());
        }
    }

    private record Given(Path path, String name) {
        static Given of(CommandLine commandLine, String option, Path home, String shipped) throws UsageException {
            String value = commandLine.option(option);
            return value == null
                    ? new Given(home.resolve(shipped), shipped)
                    : new Given(BatchCommand.path(option, value), value);
        }
    }

    /** On SIGTERM or SIGINT: the run is told to stop, and the process waits until its record is written. */
    private record StopAndSettle(Thread runner, CountDownLatch settled) implements Runnable {
        @Override
        public void run() {
            if (settled.getCount() == 0) {
                return;
            }
            runner.interrupt();
            try {
                if (!settled.await(SETTLE_SECONDS, TimeUnit.SECONDS)) {
                    System.err.println("The run did not stop within " + SETTLE_SECONDS + " s");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
