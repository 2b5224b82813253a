package io.mlops.task;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mlops.task.execution.ConfigFile;
import io.mlops.task.execution.Execution;
import io.mlops.task.execution.InMemoryFiles;
import io.mlops.task.execution.InputFile;
import io.mlops.task.execution.Job;
import io.mlops.task.execution.LogSink;
import io.mlops.task.execution.ProgressListener;
import io.mlops.task.execution.RunFiles;
import io.mlops.task.pipeline.SignalPipeline;
import io.mlops.task.store.BatchRunFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Concurrent
class JobCasesTest {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    @TempDir
    Path directory;

    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();

    static List<TrapCase> cases() throws IOException {
        return TrapCase.all();
    }

    static Stream<TrapCase> goodCases() throws IOException {
        return cases().stream().filter(TrapCase::succeeds);
    }

    static Stream<TrapCase> badCases() throws IOException {
        return cases().stream().filter(one -> !one.succeeds());
    }

    @Test
    void shouldHaveACaseForEachKnownTrap() throws IOException {
        assertThat(cases())
                .hasSizeGreaterThan(200)
                .extracting(TrapCase::toString)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goodCases")
    void shouldReportTheValueAndTheRows(TrapCase one) throws IOException {
        Execution.Result outcome = run(one);

        assertThat(outcome.error()).isNull();
        assertThat(outcome.record())
                .contains("\"value\": " + one.value + ",\n", "\"rows_processed\": " + one.rows + ",\n");
        assertThat(JSON.readTree(outcome.record()).fieldNames())
                .toIterable()
                .containsExactly("version", "rows_processed", "metric", "value", "latency_ms", "seed", "status");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badCases")
    void shouldNameThePositionAndTheReason(TrapCase one) throws IOException {
        Execution.Result outcome = run(one);

        assertThat(outcome.succeeded()).isFalse();
        assertThat(outcome.metrics()).isNull();
        assertThat(outcome.error()).contains(one.failure());
        JsonNode record = JSON.readTree(outcome.record());
        assertThat(record.fieldNames()).toIterable().containsExactly("version", "status", "error_message");
        assertThat(record.get("status").textValue()).isEqualTo("error");
        assertThat(record.get("error_message").textValue()).isEqualTo(outcome.error());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void shouldWarnOfOdditiesOnly(TrapCase one) throws IOException {
        Execution.Result outcome = run(one);

        assertThat(outcome.findings()).hasSameSizeAs(one.findings());
        for (int i = 0; i < one.findings().size(); i++) {
            assertThat(outcome.findings().get(i).message())
                    .contains(one.findings().get(i));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void shouldWriteACompleteRecordAndALogOfCompleteLines(TrapCase one) throws IOException {
        Execution.Result outcome = execute(one.writeInput(directory), one.writeConfig(directory), onDisk());

        assertThat(directory.resolve("metrics.json")).content().isEqualTo(outcome.record());
        assertThat(outcome.record()).doesNotContain("NaN").endsWith("}\n");
        String log = Files.readString(directory.resolve("run.log"));
        assertThat(log).isEqualTo(terminal.toString(StandardCharsets.UTF_8));
        assertThat(log.lines())
                .as("no stack trace, no line started by untrusted text")
                .allMatch(line -> line.matches("2024-01-06 16:00:00 - (INFO|WARNING|ERROR) - .+"))
                .filteredOn(line -> line.contains(" - INFO - Job completed"))
                .filteredOn(line -> !line.contains("ERROR"))
                .hasSize(outcome.succeeded() ? 1 : 0);
        assertThat(log.lines().filter(line -> line.startsWith("2024-01-06 16:00:00 - ERROR - ")))
                .hasSize(outcome.succeeded() ? 0 : 1);
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left.map(path -> path.getFileName().toString()))
                    .isSubsetOf("input.csv", "config.yaml", "metrics.json", "run.log");
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void shouldDifferOnlyInLatencyWhenRepeated(TrapCase one) throws IOException {
        Path input = one.writeInput(directory);
        Path config = one.writeConfig(directory);
        InMemoryFiles first = new InMemoryFiles();
        InMemoryFiles second = new InMemoryFiles();

        execute(input, config, first);
        execute(input, config, second);

        assertThat(withoutLatency(second.records.get(0))).isEqualTo(withoutLatency(first.records.get(0)));
        assertThat(withoutLatency(second.log())).isEqualTo(withoutLatency(first.log()));
    }

    private static String withoutLatency(String text) {
        return text.replaceAll("\"latency_ms\": \\d+|in \\d+ms", "#");
    }

    private Execution.Result run(TrapCase one) throws IOException {
        return execute(one.writeInput(directory), one.writeConfig(directory), new InMemoryFiles());
    }

    private BatchRunFiles onDisk() {
        return new BatchRunFiles(
                directory.resolve("metrics.json"),
                directory.resolve("run.log"),
                null,
                null,
                List.of(),
                new Screen(terminal));
    }

    private static Execution.Result execute(Path input, Path config, RunFiles files) {
        Job job = new Job(InputFile.of(input), "input.csv", ConfigFile.of(config, "config.yaml"), 2, "", 64 << 20);
        Clock clock = Clock.fixed(Instant.parse("2024-01-06T16:00:00Z"), ZoneOffset.UTC);
        return new Execution(new SignalPipeline(), job, files, clock, ProgressListener.NONE).run();
    }

    private record Screen(ByteArrayOutputStream shown) implements LogSink {
        @Override
        public void write(byte[] lines) throws IOException {
            shown.write(lines);
        }

        @Override
        public void close() {}
    }
}
