package io.mlops.task.execution;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.finding.Check;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExecutionTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2024-01-06T16:00:00Z"), ZoneOffset.UTC);
    private static final RunResult METRICS =
            new RunResult("v1", 10_000, "signal_rate", new RoundedDecimal("0.4990"), 42, Map.of());

    private final InMemoryFiles files = new InMemoryFiles();

    @Test
    void shouldWriteARecordAndALogIfTheJobSucceeds() {
        Execution.Result outcome = run(context -> METRICS);

        assertThat(outcome.succeeded()).isTrue();
        assertThat(outcome.error()).isNull();
        assertThat(outcome.metrics()).isEqualTo(METRICS);
        assertThat(files.records).containsExactly(outcome.record());
        assertThat(outcome.record()).contains("\"value\": 0.4990,", "\"status\": \"success\"");
        assertThat(files.log().replaceAll("in \\d+ms", "in #ms")).isEqualTo("""
                        2024-01-06 16:00:00 - INFO - Job started
                        2024-01-06 16:00:00 - INFO - Metrics: signal_rate=0.4990, rows_processed=10000
                        2024-01-06 16:00:00 - INFO - Job completed successfully in #ms
                        """);
        assertThat(files.logClosed).isTrue();
    }

    @Test
    void shouldReportTheSameLatencyInTheRecordAndInTheLog() {
        String record = run(context -> METRICS).record();

        String latency = record.replaceAll("(?s).*\"latency_ms\": (\\d+),.*", "$1");
        assertThat(files.log()).endsWith("Job completed successfully in " + latency + "ms\n");
    }

    @Test
    void shouldNameTheReasonWithoutAStackTraceIfTheJobFails() {
        Execution.Result outcome = run(context -> {
            context.version("v7");
            throw new JobException("line 3: odd");
        });

        assertThat(outcome.succeeded()).isFalse();
        assertThat(outcome.metrics()).isNull();
        assertThat(outcome.error()).isEqualTo("line 3: odd");
        assertThat(outcome.record()).isEqualTo(MetricsJson.error("v7", "line 3: odd"));
        assertThat(files.records).containsExactly(outcome.record());
        assertThat(files.log()).isEqualTo("""
                        2024-01-06 16:00:00 - INFO - Job started
                        2024-01-06 16:00:00 - ERROR - line 3: odd
                        """);
    }

    @Test
    void shouldReportAnUnknownVersionIfItWasNotRead() {
        Execution.Result outcome = run(context -> {
            throw new JobException("no configuration");
        });

        assertThat(outcome.record()).contains("\"version\": \"unknown\"");
    }

    @Test
    void shouldLogTheStackTraceOfAnUnexpectedErrorButNotRecordIt() {
        Execution.Result outcome = run(context -> {
            throw new IllegalStateException("odd");
        });

        assertThat(outcome.error()).isEqualTo("Unexpected error: java.lang.IllegalStateException: odd");
        assertThat(outcome.record()).doesNotContain("at io.mlops").doesNotContain("ExecutionTest");
        assertThat(files.log()).contains("ERROR - Unexpected error: java.lang.IllegalStateException: odd\n    java");
        assertThat(files.log()).contains("      at " + ExecutionTest.class.getName());
        assertThat(files.records).containsExactly(outcome.record());
    }

    @Test
    void shouldWriteARecordIfALibraryIsMissing() {
        Execution.Result outcome = run(context -> {
            throw new UnsatisfiedLinkError("libgomp.so.1");
        });

        assertThat(outcome.error()).isEqualTo("Unexpected error: java.lang.UnsatisfiedLinkError: libgomp.so.1");
        assertThat(files.records).containsExactly(outcome.record());
    }

    @Test
    void shouldDescribeAFileSystemErrorInWords() {
        assertThat(failedWith(new NoSuchFileException("a.csv"))).isEqualTo("a.csv: No Such File");
        assertThat(failedWith(new AccessDeniedException("a.csv"))).isEqualTo("a.csv: Access Denied");
        assertThat(failedWith(new FileSystemException("a.csv", null, "Input/output error")))
                .isEqualTo("a.csv: Input/output error");
        assertThat(failedWith(new IOException("cut off"))).isEqualTo("cut off");
    }

    @Test
    void shouldReportThatItWasCancelled() {
        Execution.Result outcome = run(context -> {
            throw new InterruptedException();
        });

        assertThat(outcome.error()).isEqualTo("The run was stopped before it was done");
        assertThat(files.records).containsExactly(outcome.record());
        assertThat(files.log()).doesNotContain("InterruptedException");
    }

    @Test
    void shouldReportTheAvailableMemoryIfItIsNotEnough() {
        Execution.Result outcome = run(context -> {
            throw new OutOfMemoryError("Java heap space");
        });

        assertThat(outcome.error()).matches("The job needs more memory than the \\d+ MB that Java may use");
        assertThat(files.records).containsExactly(outcome.record());
    }

    @Test
    void shouldFailOnceAndWithoutSuccessInTheLogIfTheRecordCannotBeWritten() {
        files.onRecord = new FileSystemException("out/metrics.json", null, "Read-only file system");

        Execution.Result outcome = run(context -> METRICS);

        assertThat(outcome.succeeded()).isFalse();
        assertThat(outcome.error()).isEqualTo("Cannot write the metrics: out/metrics.json: Read-only file system");
        assertThat(outcome.record()).isEqualTo(MetricsJson.error("v1", outcome.error()));
        assertThat(files.log()).doesNotContain("Metrics:").doesNotContain("successfully");
        assertThat(files.log().lines().filter(line -> line.contains("ERROR"))).hasSize(1);
    }

    @Test
    void shouldReportTheFirstReasonIfTheErrorRecordCannotBeWrittenEither() {
        files.onRecord = new AccessDeniedException("out/metrics.json");

        Execution.Result outcome = run(context -> {
            throw new JobException("line 3: odd");
        });

        assertThat(outcome.error()).isEqualTo("line 3: odd");
        assertThat(files.log())
                .contains("ERROR - line 3: odd\n")
                .contains("ERROR - Cannot write the metrics: out/metrics.json: Access Denied\n");
    }

    @Test
    void shouldWriteARecordIfTheLogCannotBeOpened() {
        files.onOpen = new FileSystemException("logs/run.log", null, "Not a directory");

        Execution.Result outcome = run(context -> METRICS);

        assertThat(outcome.error()).isEqualTo("Cannot write the log: logs/run.log: Not a directory");
        assertThat(files.records).containsExactly(outcome.record());
        assertThat(outcome.record()).contains("\"status\": \"error\"");
    }

    @Test
    void shouldNameBothReasonsIfNeitherFileCanBeWritten() {
        files.onOpen = new FileSystemException("run.log", null, "No space left on device");
        files.onRecord = new FileSystemException("metrics.json", null, "No space left on device");

        assertThat(run(context -> METRICS).error())
                .isEqualTo("Cannot write the log: run.log: No space left on device; "
                        + "Cannot write the metrics: metrics.json: No space left on device");
    }

    @Test
    void shouldFailIfALogLineCannotBeWritten() {
        Execution.Result outcome = run(context -> {
            files.onLine = new FileSystemException("run.log", null, "No space left on device");
            context.log().info("Data loaded");
            return METRICS;
        });

        assertThat(outcome.error()).isEqualTo("Cannot write the log: run.log: No space left on device");
        assertThat(files.records).containsExactly(outcome.record());
        assertThat(files.logClosed).isTrue();
    }

    @Test
    void shouldReplaceTheRecordOfASuccessWhoseLogWasLost() {
        files.onLogClose = new FileSystemException("run.log", null, "No space left on device");

        Execution.Result outcome = run(context -> METRICS);

        assertThat(outcome.succeeded()).isFalse();
        assertThat(files.records).hasSize(2).last().isEqualTo(outcome.record());
    }

    @Test
    void shouldReturnTheWarnings() {
        Execution.Result outcome = run(context -> {
            context.log().found(Check.MISSING_VALUES.finding(3, 2, "3 rows have no value"));
            return METRICS;
        });

        assertThat(outcome.findings()).containsExactly(Check.MISSING_VALUES.finding(3, 2, "3 rows have no value"));
    }

    @Test
    void shouldDifferOnlyInLatencyBetweenTwoRuns() {
        String first = run(context -> METRICS).record();
        String second = run(context -> METRICS).record();

        assertThat(withoutLatency(second)).isEqualTo(withoutLatency(first));
    }

    private static String withoutLatency(String record) {
        return record.replaceAll("\"latency_ms\": \\d+", "\"latency_ms\": 0");
    }

    private String failedWith(IOException failure) {
        return String.valueOf(run(context -> {
                    throw failure;
                })
                .error());
    }

    private Execution.Result run(StubPipeline.Work work) {
        Pipeline pipeline = new StubPipeline("test", work);
        Job job = new Job(
                InputFile.of(Path.of("data.csv")),
                "data.csv",
                ConfigFile.of(Path.of("config.yaml"), "config.yaml"),
                1,
                "",
                0);
        return new Execution(pipeline, job, files, CLOCK, ProgressListener.NONE).run();
    }
}
