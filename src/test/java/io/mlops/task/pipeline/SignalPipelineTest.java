package io.mlops.task.pipeline;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.Concurrent;
import io.mlops.task.execution.ConfigFile;
import io.mlops.task.execution.ConfigSchema;
import io.mlops.task.execution.Execution;
import io.mlops.task.execution.InMemoryFiles;
import io.mlops.task.execution.InputFile;
import io.mlops.task.execution.Job;
import io.mlops.task.execution.JobException;
import io.mlops.task.execution.ProgressListener;
import io.mlops.task.finding.Finding;
import io.mlops.task.finding.Severity;
import io.mlops.task.submission.PipelineRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Concurrent
class SignalPipelineTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2024-01-06T16:00:00Z"), ZoneOffset.UTC);
    private static final String CONFIG = "seed: 42\nwindow: 3\nversion: v1\n";
    private static final String SIX_ROWS = "timestamp,close\na,1\nb,2\nc,3\nd,0.5\ne,9\nf,1\n";

    @TempDir
    Path directory;

    private final InMemoryFiles files = new InMemoryFiles();

    @Test
    void shouldLogEachStep() throws IOException {
        run(CONFIG, SIX_ROWS);

        assertThat(files.log().replaceAll("in \\d+ms", "in #ms")).isEqualTo("""
                        2024-01-06 16:00:00 - INFO - Job started
                        2024-01-06 16:00:00 - INFO - Config loaded: seed=42, window=3, version=v1
                        2024-01-06 16:00:00 - INFO - Layout: compression=none, encoding=UTF-8, delimiter=",", header=1, column=close, time=none, series=1
                        2024-01-06 16:00:00 - INFO - Data loaded: 6 rows
                        2024-01-06 16:00:00 - INFO - Rolling mean calculated with window=3
                        2024-01-06 16:00:00 - INFO - Signals generated
                        2024-01-06 16:00:00 - INFO - Metrics: signal_rate=0.3333, rows_processed=6
                        2024-01-06 16:00:00 - INFO - Job completed successfully in #ms
                        """);
    }

    @ParameterizedTest
    @CsvSource({"zero, 0.3333, 6", "exclude, 0.5000, 6", "drop, 0.5000, 4", "partial, 0.5000, 6"})
    void shouldFollowTheWarmupConvention(String warmup, String value, long rows) throws IOException {
        assertSuccess(run(CONFIG + "warmup: " + warmup, SIX_ROWS), value, rows);
    }

    @ParameterizedTest
    @CsvSource({"zero, 0.1667, 6", "exclude, 1.0000, 6", "drop, 1.0000, 1", "partial, 0.6667, 6"})
    void shouldRetainRowsWithoutAValue(String warmup, String value, long rows) throws IOException {
        Execution.Result outcome = run(CONFIG + "missing: keep\nwarmup: " + warmup, "close\n1\n2\nNaN\n3\n4\n5\n");

        assertSuccess(outcome, value, rows);
        assertThat(outcome.findings())
                .containsExactly(new Finding(
                        "missing-values",
                        Severity.INFO,
                        1,
                        4,
                        "1 row without a value in column \"close\", first in line 4"));
    }

    @ParameterizedTest
    @CsvSource({"zero, 0.6000, 5", "exclude, 1.0000, 5", "drop, 1.0000, 3", "partial, 0.8000, 5"})
    void shouldDropRowsWithoutAValueBeforeAnythingIsComputed(String warmup, String value, long rows)
            throws IOException {
        Execution.Result outcome = run(CONFIG + "missing: drop\nwarmup: " + warmup, "close\n1\n2\nNaN\n3\n4\n5\n");

        assertSuccess(outcome, value, rows);
        assertThat(outcome.findings())
                .extracting(Finding::message)
                .containsExactly("1 row dropped: no value in column \"close\", first in line 4");
        assertThat(files.log()).contains("Data loaded: 6 rows");
    }

    @Test
    void shouldStopAtTheFirstLineWithoutAValueIfConfigured() throws IOException {
        assertFailure(
                run(CONFIG + "missing: error", "a,close\nx,1\nx,2\nx,\nx,NaN\n"),
                "data.csv: line 4, column \"close\": no value, and the configuration says missing: error");
    }

    @ParameterizedTest
    @ValueSource(strings = {"keep", "drop", "error"})
    void shouldNotReportAnInfinityAsMissing(String missing) throws IOException {
        Execution.Result outcome = run(CONFIG + "missing: " + missing, "close\n1\n2\ninf\n3\n4\n5\n");

        assertSuccess(outcome, "0.1667", 6);
        assertThat(outcome.findings()).extracting(Finding::check).doesNotContain("missing-values");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zero", "exclude", "drop", "partial"})
    void shouldFailWithoutDataRows(String warmup) throws IOException {
        assertFailure(
                run(CONFIG + "warmup: " + warmup, "timestamp,close\n\n"), "data.csv: no data rows after the header");
    }

    @ParameterizedTest
    @CsvSource({"zero, keep", "exclude, keep", "drop, keep", "partial, keep", "zero, drop", "partial, drop"})
    void shouldFailWithoutASingleNumber(String warmup, String missing) throws IOException {
        assertFailure(
                run(CONFIG + "warmup: " + warmup + "\nmissing: " + missing, "a,close\nx,NaN\ny,\nz\n"),
                "data.csv: column \"close\" holds no number in 3 rows");
    }

    @ParameterizedTest
    @ValueSource(strings = {"zero", "partial"})
    void shouldWarnOfAWindowLargerThanTheFile(String warmup) throws IOException {
        Execution.Result larger = run("seed: 1\nwindow: 7\nversion: v1\nwarmup: " + warmup, SIX_ROWS);
        Execution.Result asLarge = run("seed: 1\nwindow: 6\nversion: v1\nwarmup: " + warmup, SIX_ROWS);

        assertThat(larger.succeeded()).isTrue();
        assertThat(larger.findings())
                .extracting(Finding::message)
                .containsExactly("Window 7 is larger than the 6 rows");
        assertThat(asLarge.findings()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"exclude", "drop"})
    void shouldFailIfNoRowHasAMeanAndReportWhy(String warmup) throws IOException {
        assertFailure(
                run("seed: 1\nwindow: 7\nversion: v1\nwarmup: " + warmup, SIX_ROWS),
                "data.csv: no row has a rolling mean: 6 rows, window 7, and warmup leaves out rows without one");
        assertFailure(
                run("seed: 1\nwindow: 2\nversion: v1\nwarmup: " + warmup, "close\n1\nNaN\n2\nNaN\n"),
                "data.csv: no row has a rolling mean: 4 rows, window 2, and warmup leaves out rows without one");
    }

    @Test
    void shouldRoundAsPythonDoes() throws IOException {
        Path data = directory.resolve("data.csv");
        String written = "";
        for (String line : recordedRounding()) {
            String[] fields = line.split(" ");
            int signals = Integer.parseInt(fields[0]);
            int rows = Integer.parseInt(fields[1]);
            if (!written.equals(signals + "/" + rows)) {
                written = signals + "/" + rows;
                Files.writeString(data, rising(signals, rows));
            }
            String config = "seed: 1\nwindow: 2\nversion: v1\ndecimals: " + fields[2];
            assertThat(run(config, data).metrics().value().text())
                    .as("round(%s, %s)", written, fields[2])
                    .isEqualTo(fields[3]);
        }
    }

    @Test
    void shouldReadTheRequestedColumn() throws IOException {
        String csv = "open,close\n3,1\n2,2\n1,3\n";

        assertSuccess(run("seed: 1\nwindow: 2\nversion: v1\ncolumn: open", csv), "0.0000", 3);
        assertSuccess(run("seed: 1\nwindow: 2\nversion: v1\ncolumn: close", csv), "0.6667", 3);
    }

    @Test
    void shouldReadAColumnOfASimilarNameWithAWarning() throws IOException {
        Execution.Result outcome =
                run("seed: 1\nwindow: 2\nversion: v1\ncolumn: Close", "open, CLOSE \n3,1\n2,2\n1,3\n");

        assertSuccess(outcome, "0.6667", 3);
        assertThat(outcome.findings()).singleElement().asString().contains("\"Close\"", "CLOSE");
    }

    @Test
    void shouldWarnOfAnUnknownKeyInTheLogToo() throws IOException {
        Execution.Result outcome = run(CONFIG + "windw: 9\n", SIX_ROWS);

        assertThat(outcome.findings()).singleElement().asString().contains("'windw'", "'window'");
        assertThat(files.log())
                .contains("WARNING - [unknown-key] " + outcome.findings().get(0).message() + "\n");
    }

    @Test
    void shouldRecordTheVersionOfAFailureIfItCouldBeRead() throws IOException {
        assertThat(run("version: v9\nseed: x\nwindow: 1\n", SIX_ROWS).record()).contains("\"version\": \"v9\"");
        assertThat(run("version: v9\nseed: 1\nwindow: 1\n", "x\n1\n").record()).contains("\"version\": \"v9\"");
        assertThat(run("version: 9\nseed: 1\nwindow: 1\n", SIX_ROWS).record()).contains("\"version\": \"unknown\"");
        assertThat(run("version: [", SIX_ROWS).record()).contains("\"version\": \"unknown\"");
    }

    @Test
    void shouldReportAMissingFileOrADirectory() throws IOException {
        Path config = Files.writeString(directory.resolve("config.yaml"), CONFIG);

        assertFailure(execute(directory.resolve("none.csv"), config), "Input file not found: data.csv");
        assertFailure(
                execute(directory, config), "Input file cannot be read: data.csv: must be a CSV file, was a directory");
        assertFailure(execute(config, directory.resolve("none.yaml")), "Config file not found: config.yaml");
    }

    @ParameterizedTest
    @MethodSource("rowsToBeHeld")
    void shouldFailBeforeItHoldsMoreOfItsRowsThanItMay(String keys, String csv, String message) throws IOException {
        Path data = Files.writeString(directory.resolve("data.csv"), csv);
        Path config = Files.writeString(directory.resolve("config.yaml"), "seed: 42\nversion: v1\n" + keys);

        assertThat(execute(data, config, 100 << 10).error()).isNotNull().contains(message);
        assertThat(execute(data, config, 64 << 20).error()).isNull();
    }

    static Stream<Arguments> rowsToBeHeld() {
        String tooMuch = "does not fit into the 100 kB of memory that it may use";
        String names = IntStream.range(0, 90)
                .mapToObj(i -> i + "x".repeat(1000) + ",1\n")
                .collect(joining());
        String groups = IntStream.range(0, 110).mapToObj(i -> i + ",1\n").collect(joining());
        String window = "window: 5\n";
        return Stream.of(
                Arguments.of("window: 1000000\n", "close\n" + "1\n".repeat(9000), tooMuch),
                Arguments.of(window + "group: g\n", "g,close\n" + groups, tooMuch),
                Arguments.of(
                        window + "group: g\norder: time\n", "g,time,close\n" + groups.replace(",", ",2024,"), tooMuch),
                Arguments.of(window + "group: g\n", "g,close\n" + names, tooMuch),
                Arguments.of(
                        window + "duplicates: last\ntime: time\n",
                        "time,close\n2024-01-01,1\n" + ",1\n".repeat(3000),
                        tooMuch),
                Arguments.of(
                        window + "order: time\ntime: time\n",
                        "time,close\n" + "2024-01-01,1\n".repeat(3000),
                        "order: time holds all rows in memory"));
    }

    @Test
    void shouldStopWhenItsThreadIsInterrupted() throws IOException {
        Path data = Files.writeString(directory.resolve("data.csv"), SIX_ROWS);
        Path config = Files.writeString(directory.resolve("config.yaml"), CONFIG);
        Execution.Result[] outcome = new Execution.Result[1];
        Job job = new Job(InputFile.of(data), "data.csv", ConfigFile.of(config, "config.yaml"), 1, "", 64 << 20);
        ProgressListener stop = (bytes, total, rows) -> Thread.currentThread().interrupt();

        outcome[0] = new Execution(new SignalPipeline(), job, files, CLOCK, stop).run();

        assertThat(Thread.interrupted()).isFalse();
        assertFailure(outcome[0], "The run was stopped before it was done");
    }

    @Test
    void shouldReportProgressUpToTheEnd() throws IOException {
        Path data = Files.writeString(directory.resolve("data.csv"), SIX_ROWS);
        Path config = Files.writeString(directory.resolve("config.yaml"), CONFIG);
        long[] last = new long[3];
        ProgressListener progress = (bytes, total, rows) -> {
            last[0] = bytes;
            last[1] = total;
            last[2] = rows;
        };

        new Execution(
                        new SignalPipeline(),
                        new Job(InputFile.of(data), "d", ConfigFile.of(config, "c"), 2, "", 64 << 20),
                        files,
                        CLOCK,
                        progress)
                .run();

        assertThat(last).containsExactly(Files.size(data), Files.size(data), 6);
    }

    @Test
    void shouldValidateAConfigurationWithoutARun() throws JobException {
        ConfigSchema schema = new SignalPipeline().schema();
        schema.validate(CONFIG, "body");

        assertThatThrownBy(() -> schema.validate("seed: 1", "body"))
                .isInstanceOf(JobException.class)
                .hasMessageContaining("body")
                .hasMessageContaining("'window' is missing");
    }

    @Test
    void shouldReplaceKeysAndRetainTheOthers() throws JobException {
        String config = "seed: 42\nversion: \"a\\\"b\\n\\u00ef\"\nwindow: 5\n\"odd key\": '1.0'\n7: x\n";

        String replaced =
                new SignalPipeline().schema().override(config, "body", Map.of("window", "9", "warmup", "drop"));

        assertThat(SignalConfig.SCHEMA.parse(replaced, "replaced"))
                .isEqualTo(
                        SignalConfig.SCHEMA.parse(config.replace("window: 5", "window: 9\nwarmup: drop"), "by hand"));
        assertThat(replaced).contains("\"odd key\": \"1.0\"\n", "\"7\": \"x\"\n");
    }

    @Test
    void shouldRetainTheTextOfAConfigurationWithoutOverrides() throws JobException {
        assertThat(new SignalPipeline().schema().override("# as it was\n", "body", Map.of()))
                .isEqualTo("# as it was\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "window    | 5         | 5",
                "version   | 1         | \"1\"",
                "encoding  | 1252      | \"1252\"",
                "column    | 4         | 4",
                "column    | Adj Close | \"Adj Close\"",
                "column    | [a]       | \"[a]\"",
                "thousands | \"'\"       | \"'\"",
                "thousands | \",\"       | \",\"",
                "thousands | \"\\u00a0\"  | \"\\u00a0\"",
                "time      | [0, 1]    | [0, 1]",
                "time      | [Date, Time] | [\"Date\", \"Time\"]",
                "time      | [0        | \"[0\"",
                "na_values | ['.', -]  | [\".\", \"-\"]",
                "other     | [a]       | \"[a]\"",
            })
    void shouldKnowWhatATypedValueMeans(String key, String text, String yaml) {
        assertThat(new SignalPipeline().schema().typed(key, text)).isEqualTo(yaml);
    }

    @Test
    void shouldBeFoundByItsName() {
        PipelineRegistry pipelines = new PipelineRegistry(Pipelines.all(() -> {
            throw new AssertionError("the signal needs no models");
        }));
        assertThat(pipelines.find("signal")).isInstanceOf(SignalPipeline.class);
        assertThat(pipelines.find("nothing")).isNull();
        assertThat(pipelines.names()).contains("signal", "housing");
    }

    /** Returns rows of which the given number are above their mean of two. */
    private static String rising(int signals, int rows) {
        StringBuilder csv = new StringBuilder("close\n");
        for (int i = 0; i < rows; i++) {
            csv.append(Math.min(i, signals)).append('\n');
        }
        return csv.toString();
    }

    private static List<String> recordedRounding() throws IOException {
        try (InputStream in = SignalPipelineTest.class.getResourceAsStream("/pandas/round.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    private static void assertSuccess(Execution.Result outcome, String value, long rows) {
        assertThat(outcome.error()).isNull();
        assertThat(outcome.metrics().value().text()).isEqualTo(value);
        assertThat(outcome.metrics().rowsProcessed()).isEqualTo(rows);
    }

    private static void assertFailure(Execution.Result outcome, String message) {
        assertThat(outcome.error()).isEqualTo(message);
        assertThat(outcome.metrics()).isNull();
    }

    private Execution.Result run(String config, String csv) throws IOException {
        return run(config, Files.writeString(directory.resolve("data.csv"), csv));
    }

    private Execution.Result run(String config, Path data) throws IOException {
        return execute(data, Files.writeString(directory.resolve("config.yaml"), config));
    }

    private Execution.Result execute(Path data, Path config) {
        return execute(data, config, 64 << 20);
    }

    private Execution.Result execute(Path data, Path config, long maxRunBytes) {
        Job job = new Job(InputFile.of(data), "data.csv", ConfigFile.of(config, "config.yaml"), 1, "", maxRunBytes);
        return new Execution(new SignalPipeline(), job, files, CLOCK, ProgressListener.NONE).run();
    }
}
