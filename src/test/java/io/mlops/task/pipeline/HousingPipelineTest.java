package io.mlops.task.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.mlops.task.Concurrent;
import io.mlops.task.execution.ConfigFile;
import io.mlops.task.execution.Execution;
import io.mlops.task.execution.InputFile;
import io.mlops.task.execution.Job;
import io.mlops.task.execution.JobException;
import io.mlops.task.execution.LogSink;
import io.mlops.task.execution.ProgressListener;
import io.mlops.task.model.registry.ChampionService;
import io.mlops.task.model.registry.ModelRegistries;
import io.mlops.task.model.registry.PromotionGate;
import io.mlops.task.sample.HousingFile;
import io.mlops.task.store.BatchRunFiles;
import io.mlops.task.store.FileModelRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
@Concurrent
class HousingPipelineTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    private static final Path SAMPLE = Path.of("sample-data/housing.csv");
    private static final String QUICK = """
            seed: 42
            version: "v1"
            algorithms: [linear_regression, gradient_boosting]
            gradient_boosting: {rounds: 100, max_depth: 4}
            """;

    private static final String WEAK = """
            seed: 42
            version: "v1"
            algorithms: [gradient_boosting]
            gradient_boosting: {rounds: 20, max_depth: 3}
            """;

    @TempDir
    Path directory;

    private Home home;

    /** A registry in the test's directory. */
    private record Home(ChampionService championService) implements ModelRegistries {
        @Override
        public List<String> names() {
            return List.of("housing");
        }

        @Override
        public Optional<ChampionService> championService(String name) {
            return Optional.of(championService);
        }

        @Override
        public String codeVersion() {
            return "test";
        }
    }

    private final Console console = new Console();

    @BeforeEach
    void open() throws Exception {
        home = new Home(ChampionService.open(
                FileModelRegistry.open(directory.resolve("models"), "housing", CLOCK),
                PromotionGate.defaults(),
                CLOCK));
    }

    @Test
    void shouldTrainCompareSaveRegisterAndPromoteTheFirst() throws Exception {
        Execution.Result outcome = run(SAMPLE, QUICK, "", 2, ProgressListener.NONE);

        assertThat(outcome.error()).isNull();
        assertThat(outcome.record().lines().map(String::strip).toList().subList(1, 10))
                .satisfies(lines -> {
                    assertThat(lines.get(0)).isEqualTo("\"version\": \"v1\",");
                    assertThat(lines.get(1)).isEqualTo("\"rows_processed\": 2000,");
                    assertThat(lines.get(2)).isEqualTo("\"metric\": \"rmse\",");
                    assertThat(lines.get(3)).matches("\"value\": 0\\.\\d{6},");
                    assertThat(lines.get(5)).isEqualTo("\"seed\": 42,");
                    assertThat(lines.get(6)).isEqualTo("\"status\": \"success\",");
                    assertThat(lines.get(7)).isEqualTo("\"best_model\": \"gradient_boosting\",");
                });
        assertThat(outcome.record()).contains("\"model_version\": 1", "\"promoted\": true", "\"held_out_rows\": 400");
        assertThat(directory.resolve("artifacts"))
                .isDirectoryContaining(file -> file.endsWith("model.ubj"))
                .isDirectoryContaining(file -> file.endsWith("card.md"))
                .isDirectoryContaining(file -> file.endsWith("plots.json"))
                .isDirectoryContaining(file -> file.endsWith("train.csv"))
                .isDirectoryContaining(file -> file.endsWith("candidates.json"));
        assertThat(home.championService.current().orElseThrow().version().number())
                .isEqualTo(1);
    }

    @Test
    void shouldSkipWhatAnotherRunHasTrainedIfSo() throws Exception {
        run(SAMPLE, WEAK, "one", 2, ProgressListener.NONE);
        String skip = WEAK + "same_data: skip\n";

        Execution.Result same = run(SAMPLE, skip, "two", 2, ProgressListener.NONE);
        assertThat(same.record())
                .contains(
                        "\"nothing_new\": true",
                        "\"model_version\": 1",
                        "\"promoted\": false",
                        "\"rows_processed\": 2000")
                .contains("Nothing new to learn: version 1 was trained on the same data with the same configuration");
        assertThat(home.championService.registry().numbers()).containsExactly(1);

        Execution.Result other =
                run(SAMPLE, skip.replace("rounds: 20", "rounds: 21"), "three", 2, ProgressListener.NONE);
        assertThat(other.record()).contains("\"model_version\": 2").doesNotContain("nothing_new");
        run(SAMPLE, WEAK, "four", 2, ProgressListener.NONE);
        assertThat(home.championService.registry().numbers()).containsExactly(1, 2, 3);
    }

    @Test
    void shouldGiveTheSameBytesOnOneThreadAndOnTwo() throws Exception {
        String search = QUICK.replace("rounds: 100", "rounds: [10, 100], learning_rate: [0.1, 0.3]");
        String one = withoutLatency(run(SAMPLE, search, "", 1, ProgressListener.NONE));
        byte[] model = Files.readAllBytes(directory.resolve("artifacts/model.ubj"));
        String two = withoutLatency(run(SAMPLE, search, "", 2, ProgressListener.NONE));

        assertThat(two.replaceAll("(?m)^  \"(model_version|promoted|promotion_reason)\".*$", ""))
                .isEqualTo(one.replaceAll("(?m)^  \"(model_version|promoted|promotion_reason)\".*$", ""));
        assertThat(directory.resolve("artifacts/model.ubj")).hasBinaryContent(model);
    }

    @Test
    void shouldRegisterARestartedRunOnce() throws Exception {
        run(SAMPLE, QUICK, "run-1", 1, ProgressListener.NONE);
        Execution.Result again = run(SAMPLE, QUICK, "run-1", 1, ProgressListener.NONE);

        assertThat(home.championService.registry().versions()).hasSize(1);
        assertThat(again.record()).contains("\"model_version\": 1", "\"promoted\": true");
    }

    @Test
    void shouldRetainTheChampionIfTheChallengerIsNotBetter() throws Exception {
        run(SAMPLE, QUICK, "run-1", 1, ProgressListener.NONE);
        Execution.Result second = run(SAMPLE, QUICK, "run-2", 1, ProgressListener.NONE);

        assertThat(second.record()).contains("\"model_version\": 2", "\"promoted\": false");
        assertThat(home.championService.current().orElseThrow().version().number())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(HousingFile.Damage.class)
    void shouldNotPromoteAModelOfADamagedFileEvenWithoutChecks(HousingFile.Damage damage) throws Exception {
        String strong = WEAK.replace("rounds: 20", "rounds: 200");
        run(SAMPLE, WEAK, "run-1", 1, ProgressListener.NONE);
        Path damaged =
                Files.write(directory.resolve("damaged.csv"), damage.file().bytes());
        Execution.Result second = run(damaged, strong + "checks: off\n", "run-2", 1, ProgressListener.NONE);

        assertThat(second.error()).isNull();
        assertThat(second.record()).contains("\"model_version\": 2", "\"promoted\": false");
        Execution.Result better = run(SAMPLE, strong, "run-3", 1, ProgressListener.NONE);
        assertThat(better.record()).contains("\"model_version\": 3", "\"promoted\": true");
    }

    @Test
    void shouldReportDoubtsAndHoldTheModel() throws Exception {
        Path damaged = Files.write(
                directory.resolve("damaged.csv"),
                HousingFile.Damage.MED_INC_IN_USD.file().bytes());
        Execution.Result warned = run(damaged, QUICK, "run-1", 1, ProgressListener.NONE);

        assertThat(warned.error()).isNull();
        assertThat(warned.findings()).singleElement().satisfies(finding -> assertThat(finding.check())
                .isEqualTo("feature-range"));
        assertThat(warned.record()).contains("\"promoted\": false");
        assertThat(home.championService.current()).isEmpty();
    }

    @Test
    void shouldFailOnDoubtsIfConfigured() throws Exception {
        run(SAMPLE, QUICK, "run-1", 1, ProgressListener.NONE);
        Path risen = Files.write(
                directory.resolve("risen.csv"),
                HousingFile.sample().each(row -> row[HousingFile.TARGET] *= 3).bytes());
        Execution.Result failed = run(risen, QUICK + "checks: error\n", "run-2", 1, ProgressListener.NONE);
        Execution.Result warned = run(risen, QUICK, "run-3", 1, ProgressListener.NONE);

        assertThat(failed.error())
                .startsWith(
                        "data.csv: [data-shift] target is not distributed as in the rows that version 1 was trained on")
                .endsWith("; the configuration says checks: error");
        assertThat(warned.error()).isNull();
        assertThat(warned.record()).contains("\"promoted\": false");
    }

    @Test
    void shouldEndACancelledTrainingAndSaveNothing() throws Exception {
        String endless = QUICK.replace("rounds: 100", "rounds: 20000");
        Execution.Result[] outcome = new Execution.Result[1];
        Thread worker = new Thread(() -> outcome[0] = runQuietly(endless));
        worker.start();
        await().atMost(Duration.ofSeconds(30)).until(() -> console.text.indexOf("Split: ") >= 0);
        worker.interrupt();

        await().atMost(Duration.ofSeconds(5)).until(() -> !worker.isAlive());
        assertThat(outcome[0].error()).contains("stopped");
        assertThat(directory.resolve("metrics.json")).content().contains("\"status\": \"error\"");
        assertThat(directory.resolve("artifacts")).doesNotExist();
        assertThat(home.championService.registry().versions()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "plan: better                         | key 'plan': must be one of reference, best, was the string \"better\"",
                "test_size: 2                         | key 'test_size': must be a number from 0.01 to 0.9, was 2",
                "test_size: \"0.2\"                     | key 'test_size': must be a number from 0.01 to 0.9, was the string",
                "folds: 1                             | key 'folds': must be an integer from 2 to 20, was 1",
                "test_szie: 0.2                       | key 'test_szie': is not a known key; did you mean 'test_size'?",
                "algorithms: [nearest]                | key 'algorithms': The algorithm must be one of linear_regression",
                "algorithms: []                       | key 'algorithms': must be a string or a list of strings, of linear_regression",
                "algorithms: linear_regression, svr, svr | key 'algorithms': must be a list without duplicates, was linear_regression, svr, svr",
                "gradient_boosting: {rounds: -1}      | key 'gradient_boosting.rounds': must be an integer from 1 to 20000, was -1",
                "gradient_boosting: {rounds: 1.5}     | key 'gradient_boosting.rounds': must be an integer from 1 to 20000, was 1.5",
                "gradient_boosting: {rounds: many}    | key 'gradient_boosting.rounds': must be an integer from 1 to 20000, was the string \"many\"",
                "gradient_boosting: {leaves: 3}       | key 'gradient_boosting.leaves': is not a known key; did you mean",
                "gradient_boosting: {features: [all]} | key 'gradient_boosting.features': feature set must be raw or geo, was \"all\"",
                "gradient_boosting: 5                 | key 'gradient_boosting': must be keys and values such as rounds, was 5",
            })
    void shouldRejectAConfigurationWithKeyExpectedAndActual(String line, String message) {
        String config = "seed: 42\nversion: v1\n" + line;

        assertThatThrownBy(() -> pipeline().schema().validate(config, "c.yaml"))
                .isInstanceOf(JobException.class)
                .hasMessageContaining(message);
    }

    @Test
    void shouldRejectASearchThatIsTooLarge() {
        String values = "[0" + ", 0.1".repeat(99) + "]";
        String config = "seed: 1\nversion: v\ngradient_boosting: {reg_lambda: " + values + ", min_child_weight: "
                + values + ", subsample: [0.5, 1]}";

        assertThatThrownBy(() -> pipeline().schema().validate(config, "c.yaml"))
                .hasMessageContaining("key 'gradient_boosting': must be at most 10000 combinations, was 20000");
    }

    @Test
    void shouldRetainNestedValuesIfAKeyIsReplaced() throws Exception {
        String changed = pipeline().schema().override(QUICK, "c.yaml", Map.of("seed", "7"));

        assertThat(pipeline().schema().effective(changed, "c.yaml"))
                .containsEntry("seed", "7")
                .containsEntry("algorithms", "linear_regression, gradient_boosting")
                .containsEntry("gradient_boosting.rounds", "100.0");
    }

    @Test
    void shouldAcceptTheDefaultConfiguration() throws Exception {
        String defaults = Files.readString(Path.of(pipeline().defaults().config()));

        assertThat(pipeline().schema().effective(defaults, "housing.yaml"))
                .containsEntry("plan", "reference")
                .containsEntry("random_forest.trees", "100.0");
    }

    @ParameterizedTest
    @CsvSource({"none.csv, Input file not found: data.csv", ".., must be a CSV file"})
    void shouldReportAnInvalidInput(String file, String message) throws Exception {
        assertThat(run(directory.resolve(file), QUICK, "", 1, ProgressListener.NONE)
                        .error())
                .contains(message);
    }

    @Test
    void shouldNameTheLineOfAnInvalidRow() throws Exception {
        Path file = directory.resolve("wrong.csv");
        Files.write(file, Files.readAllLines(SAMPLE).subList(0, 3));
        Files.writeString(file, Files.readString(file) + "a,1,1,1,1,1,1,1,1\n", StandardCharsets.UTF_8);

        assertThat(run(file, QUICK, "", 1, ProgressListener.NONE).error())
                .contains("data.csv, line 4, column MedInc: must be a finite number, was \"a\"");
    }

    private HousingPipeline pipeline() {
        return new HousingPipeline(() -> home);
    }

    private Execution.Result runQuietly(String config) {
        try {
            return run(SAMPLE, config, "", 2, ProgressListener.NONE);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Execution.Result run(Path input, String config, String run, int threads, ProgressListener progress)
            throws IOException {
        Path file = Files.writeString(directory.resolve("config.yaml"), config);
        Job job = new Job(InputFile.of(input), "data.csv", ConfigFile.of(file, "config.yaml"), threads, run, 0);
        BatchRunFiles files = new BatchRunFiles(
                directory.resolve("metrics.json"),
                directory.resolve("run.log"),
                directory.resolve("artifacts"),
                null,
                java.util.List.of(),
                console);
        return new Execution(pipeline(), job, files, CLOCK, progress).run();
    }

    private static String withoutLatency(Execution.Result outcome) {
        return outcome.record().replaceAll("\"latency_ms\": \\d+", "");
    }

    private static final class Console implements LogSink {
        private final StringBuffer text = new StringBuffer();

        @Override
        public void write(byte[] lines) {
            text.append(new String(lines, StandardCharsets.UTF_8));
        }

        @Override
        public void close() {}
    }
}
