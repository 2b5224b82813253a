package io.mlops.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mlops.task.csv.ColumnQuery;
import io.mlops.task.csv.ColumnScan;
import io.mlops.task.csv.ScanListener;
import io.mlops.task.execution.ConfigFile;
import io.mlops.task.execution.Execution;
import io.mlops.task.execution.InMemoryFiles;
import io.mlops.task.execution.InputFile;
import io.mlops.task.execution.Job;
import io.mlops.task.execution.ProgressListener;
import io.mlops.task.finding.Finding;
import io.mlops.task.layout.MissingPolicy;
import io.mlops.task.pipeline.SignalPipeline;
import io.mlops.task.signal.Signal;
import io.mlops.task.signal.WarmupPolicy;
import java.math.BigDecimal;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Checks a directory of real files that are not part of the project: {@code cases.json} names the files and, for each window
 * and warm-up convention, the rows processed, the signals and the value. The directory is that of the system property or
 * environment variable {@code MLOPS_FIELD}, else {@code ../shared/field}.
 */
@Concurrent
class FieldTest {
    private static final Path FIELD =
            Path.of(System.getProperty("MLOPS_FIELD", System.getenv().getOrDefault("MLOPS_FIELD", "../shared/field")));
    private static final ScanListener SILENT = new ScanListener() {
        @Override
        public void scanned(long bytes, long totalBytes, long rows) {}

        @Override
        public void found(Finding finding) {}
    };

    @TempDir
    Path directory;

    @BeforeEach
    void needsTheFiles() {
        assumeTrue(
                Files.isReadable(FIELD.resolve("cases.json")),
                "skipped: there is no " + FIELD.resolve("cases.json") + "; MLOPS_FIELD names another directory");
    }

    @Test
    void shouldComputeTheValueOfEveryCaseForEveryFile() throws Exception {
        List<String> wrong = new ArrayList<>();
        JsonNode field = cases();
        for (JsonNode one : field.get("cases")) {
            Path config = Files.writeString(
                    directory.resolve("config.yaml"),
                    "seed: 42\nversion: v1\nwindow: " + one.get("window") + "\nwarmup: " + one.get("warmup") + "\n");
            String expected =
                    one.get("rows_processed") + " rows, " + one.get("value").textValue();
            for (JsonNode file : field.get("files")) {
                Path input = FIELD.resolve(file.textValue());
                Job job = new Job(
                        InputFile.of(input), file.textValue(), ConfigFile.of(config, "config.yaml"), 2, "", 64 << 20);
                Execution.Result outcome = new Execution(
                                new SignalPipeline(),
                                job,
                                new InMemoryFiles(),
                                Clock.systemUTC(),
                                ProgressListener.NONE)
                        .run();
                String found = outcome.succeeded()
                        ? outcome.metrics().rowsProcessed() + " rows, "
                                + outcome.metrics().value()
                        : outcome.error();
                if (!found.equals(expected)) {
                    wrong.add(file + " " + one + ": " + found);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void shouldCountTheSignalsOfEveryCase() throws Exception {
        List<String> wrong = new ArrayList<>();
        JsonNode field = cases();
        for (JsonNode one : field.get("cases")) {
            WarmupPolicy warmup =
                    WarmupPolicy.valueOf(one.get("warmup").textValue().toUpperCase(Locale.ROOT));
            for (JsonNode file : field.get("files")) {
                Signal signal = new Signal(one.get("window").longValue(), warmup);
                ColumnScan.read(
                        FileChannel.open(FIELD.resolve(file.textValue())),
                        ColumnQuery.of("close", MissingPolicy.KEEP, 2),
                        rows -> signal.next(rows.values(), rows.count(), new double[rows.count()]),
                        SILENT);
                if (signal.above() != one.get("signals").longValue()) {
                    wrong.add(file + " " + one + ": " + signal.above() + " signals");
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** {@code kinds/} has files as exchanges, brokers and vendors hand them out, and what each configuration must give. */
    @Test
    void shouldReadEveryKindOfFile() throws Exception {
        Path kinds = FIELD.resolve("kinds");
        List<String> wrong = new ArrayList<>();
        for (JsonNode one :
                new ObjectMapper().readTree(kinds.resolve("expected.json").toFile())) {
            Path input = kinds.resolve(one.get("file").textValue());
            ObjectNode keys = new ObjectMapper()
                    .createObjectNode()
                    .put("seed", 42)
                    .put("window", 5)
                    .put("version", "v1");
            keys.setAll((ObjectNode) one.get("config"));
            Path config = Files.writeString(directory.resolve("config.yaml"), keys.toString());
            Job job = new Job(InputFile.of(input), "data.csv", ConfigFile.of(config, "config.yaml"), 2, "", 64 << 20);
            Execution.Result outcome = new Execution(
                            new SignalPipeline(), job, new InMemoryFiles(), Clock.systemUTC(), ProgressListener.NONE)
                    .run();
            String problem = problem(one, outcome);
            if (!problem.isEmpty()) {
                wrong.add(one.get("file") + " " + one.get("config") + ": " + problem);
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static String problem(JsonNode expected, Execution.Result outcome) {
        List<String> checks = outcome.findings().stream().map(Finding::check).toList();
        String found = (outcome.succeeded()
                        ? outcome.metrics().value() + " " + outcome.metrics().rowsProcessed()
                        : outcome.error())
                + " " + outcome.findings();
        boolean right = true;
        if (expected.get("expect").isArray()) {
            right = outcome.succeeded()
                    && new BigDecimal(outcome.metrics().value().text())
                                    .compareTo(expected.get("expect").get(0).decimalValue())
                            == 0
                    && outcome.metrics().rowsProcessed()
                            == expected.get("expect").get(1).longValue();
        } else if (expected.get("expect").textValue().equals("refused")) {
            right = !outcome.succeeded();
        }
        for (JsonNode check : expected.get("findings")) {
            right &= checks.contains(check.textValue());
        }
        for (JsonNode check : expected.get("not_findings")) {
            right &= !checks.contains(check.textValue());
        }
        for (JsonNode part : expected.get("message")) {
            right &= outcome.error() != null && outcome.error().contains(part.textValue());
        }
        return right ? "" : found;
    }

    private static JsonNode cases() throws Exception {
        JsonNode cases = new ObjectMapper().readTree(FIELD.resolve("cases.json").toFile());
        assertThat(cases.get("files")).isNotEmpty();
        assertThat(cases.get("cases")).isNotEmpty();
        return cases;
    }
}
