package io.mlops.task.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mlops.task.execution.Artifacts;
import io.mlops.task.execution.LogSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchRunFilesTest {
    @TempDir
    Path directory;

    private final ByteArrayOutputStream terminal = new ByteArrayOutputStream();
    private Path input;
    private Path config;

    @BeforeEach
    void writeWhatIsGiven() throws IOException {
        input = Files.writeString(directory.resolve("data.csv"), "close\n1\n");
        config = Files.writeString(directory.resolve("config.yaml"), "seed: 1\n");
    }

    @Test
    void shouldWriteEachLineToTheTerminalAndTheLog() throws IOException {
        log(files("metrics.json", "run.log"), "one\n", "two\n");

        assertThat(terminal.toString(StandardCharsets.UTF_8)).isEqualTo("one\ntwo\n");
        assertThat(directory.resolve("run.log")).content().isEqualTo("one\ntwo\n");
    }

    @Test
    void shouldReplaceTheLogOfThePreviousRunOnlyWhenThisOneIsComplete() throws IOException {
        Path log = Files.writeString(directory.resolve("run.log"), "before\n");
        for (LogSink sink : files("metrics.json", "run.log").openLog()) {
            sink.write("now\n".getBytes(StandardCharsets.UTF_8));
            assertThat(log).content().isEqualTo("before\n");
            sink.close();
        }
        assertThat(log).content().isEqualTo("now\n");
    }

    @Test
    void shouldWriteTheRecordByteForByte() throws IOException {
        files("metrics.json", "run.log").writeMetrics("{\"version\": \"naïve 😀\"}\n");

        assertThat(directory.resolve("metrics.json")).content().isEqualTo("{\"version\": \"naïve 😀\"}\n");
    }

    @Test
    void shouldNotOverwriteTheInputOrTheConfiguration() {
        for (String given : List.of("data.csv", "config.yaml", "./data.csv", "none/../config.yaml")) {
            assertThatThrownBy(() -> files(given, "run.log").writeMetrics("{}"))
                    .hasMessageContaining(given)
                    .hasMessageContaining("not overwritten");
            assertThatThrownBy(() -> files("metrics.json", given).openLog())
                    .hasMessageContaining(given)
                    .hasMessageContaining("not overwritten");
        }
        assertThat(input).content().isEqualTo("close\n1\n");
        assertThat(config).content().isEqualTo("seed: 1\n");
    }

    @Test
    void shouldNotOverwriteTheInputThroughALink() throws IOException {
        Files.createSymbolicLink(directory.resolve("link.json"), input);

        assertThatThrownBy(() -> files("link.json", "run.log").writeMetrics("{}"))
                .hasMessageContaining("not overwritten");
        assertThat(input).content().isEqualTo("close\n1\n");
    }

    @Test
    void shouldNotCreateAMissingInput() throws IOException {
        Files.delete(input);

        assertThatThrownBy(() -> files("data.csv", "run.log").writeMetrics("{}"))
                .hasMessageContaining("not overwritten");
        assertThat(input).doesNotExist();
    }

    @Test
    void shouldRequireDifferentFilesForLogAndRecord() throws IOException {
        assertThatThrownBy(() -> files("out", "./out").openLog()).hasMessageContaining("must not be the metrics file");
        Files.writeString(directory.resolve("out"), "there now");
        assertThatThrownBy(() -> files("out", "./out").openLog()).hasMessageContaining("must not be the metrics file");
    }

    @Test
    void shouldAcceptOneDeviceForBoth() throws IOException {
        Path device = Path.of("/dev/null");
        assumeTrue(Files.exists(device), "there is no /dev/null here");
        BatchRunFiles files =
                new BatchRunFiles(device, device, null, null, List.of(input, config), new Terminal(terminal));

        log(files, "one\n");
        files.writeMetrics("{}");
    }

    @Test
    void shouldNameOnlyTheFilesThatItHasWritten() throws IOException {
        Path artifacts = Files.createDirectory(directory.resolve("artifacts"));
        Files.writeString(artifacts.resolve("old.csv"), "1");
        Path metrics = directory.resolve("m.json");
        Path log = directory.resolve("r.log");
        BatchRunFiles files =
                new BatchRunFiles(metrics, log, artifacts, null, List.of(input, config), new Terminal(terminal));
        assertThat(files.written()).isEmpty();
        log(files, "one\n");
        files.writeMetrics("{}");
        assertThat(files.written()).containsExactly(log, metrics);
        try (Artifacts written = files.artifacts()) {
            written.create("a.csv").close();
            assertThat(files.written()).hasSize(2);
            written.commit();
        }
        assertThat(files.written()).containsExactly(log, metrics, artifacts.resolve("a.csv"));
        assertThat(artifacts.resolve("old.csv")).hasContent("1");
        assertThat(artifacts.toFile().list()).containsExactlyInAnyOrder("old.csv", "a.csv");
        assertThat(directory.toFile().list()).noneMatch(name -> name.startsWith(".artifacts"));
    }

    private BatchRunFiles files(String metrics, String log) {
        return new BatchRunFiles(
                directory.resolve(metrics),
                directory.resolve(log),
                null,
                null,
                List.of(input, config),
                new Terminal(terminal));
    }

    private static void log(BatchRunFiles files, String... lines) throws IOException {
        List<LogSink> sinks = files.openLog();
        for (String line : lines) {
            for (LogSink sink : sinks) {
                sink.write(line.getBytes(StandardCharsets.UTF_8));
            }
        }
        for (LogSink sink : sinks) {
            sink.close();
        }
    }

    private record Terminal(ByteArrayOutputStream shown) implements LogSink {
        @Override
        public void write(byte[] lines) throws IOException {
            shown.write(lines);
        }

        @Override
        public void close() {}
    }
}
