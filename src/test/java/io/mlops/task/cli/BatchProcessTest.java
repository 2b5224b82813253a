package io.mlops.task.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.mlops.task.Concurrent;
import io.mlops.task.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The batch command as its caller sees it: exit code, standard output and error, and the two files. */
@Timeout(60)
@Concurrent
class BatchProcessTest {
    private static final String SUCCESS = """
            {
              "version": "v1",
              "rows_processed": 3,
              "metric": "signal_rate",
              "value": 0.6667,
              "latency_ms": 0,
              "seed": 42,
              "status": "success"
            }
            """;
    private static final List<String> FRAMEWORK = List.of(
            "io.quarkus.",
            "jakarta.",
            "io.vertx.",
            "io.smallrye.",
            "io.micrometer.",
            "com.fasterxml.",
            "org.jboss.",
            "io.mlops.task.model.",
            "io.mlops.task.mlflow.",
            "java.net.http.",
            "ml.dmlc.",
            "org.hipparchus.");

    @TempDir
    Path directory;

    private record Ended(int exitCode, String out, String err) {}

    @BeforeEach
    void writeInputAndConfig() throws IOException {
        Files.writeString(directory.resolve("data.csv"), "close\n1\n2\n3\n");
        Files.writeString(directory.resolve("config.yaml"), "seed: 42\nwindow: 2\nversion: v1\n");
    }

    @Test
    void shouldPrintOnlyTheRecordAndNotBootTheWebFramework() throws Exception {
        Path classes = directory.resolve("classes.txt");
        Ended run = ended(start(
                List.of("-Xlog:class+load:file=" + classes),
                "--batch",
                "--input",
                "data.csv",
                "--config=config.yaml",
                "--output",
                "out/metrics.json",
                "--log-file=out/run.log"));

        assertThat(run.exitCode).isZero();
        assertThat(run.out.replaceAll("\"latency_ms\": \\d+", "\"latency_ms\": 0"))
                .isEqualTo(SUCCESS);
        assertThat(directory.resolve("out/metrics.json")).content().isEqualTo(run.out);
        assertThat(directory.resolve("out/run.log")).content().isEqualTo(run.err);
        assertThat(run.err.lines())
                .hasSize(8)
                .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d - INFO - .+"))
                .last()
                .asString()
                .contains("Job completed successfully in ");
        assertThat(Files.readString(classes).lines().filter(BatchProcessTest::isOfTheFramework))
                .isEmpty();
    }

    @Test
    void shouldPrintTheErrorRecordAndExitWithOneWhenTheJobFails() throws Exception {
        Ended run = ended(start(List.of(), "--batch", "--input", "none.csv", "--config", "config.yaml"));

        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.out).isEqualTo("""
                        {
                          "version": "v1",
                          "status": "error",
                          "error_message": "Input file not found: none.csv"
                        }
                        """);
        assertThat(directory.resolve("metrics.json")).content().isEqualTo(run.out);
        assertThat(directory.resolve("run.log")).content().isEqualTo(run.err);
        assertThat(run.err)
                .contains(" - ERROR - Input file not found: none.csv\n")
                .doesNotContain("\tat ", "Exception");
    }

    @Test
    void shouldSucceedWithoutTheMlflowServerThatItIsToLogTo() throws Exception {
        Ended run = ended(start(
                List.of(),
                Map.of("MLFLOW_TRACKING_URI", "http://127.0.0.1:1"),
                "--batch",
                "--input=data.csv",
                "--config=config.yaml"));

        assertThat(run.exitCode).isZero();
        assertThat(run.out).contains("\"status\": \"success\"");
        assertThat(directory.resolve("metrics.json")).content().isEqualTo(run.out);
        assertThat(run.err.lines())
                .last()
                .asString()
                .startsWith("mlops-task: could not log to MLflow: MLflow at http://127.0.0.1:1 does not respond");
    }

    @Test
    void shouldPrintTheRecordEvenIfNoFileCanBeWritten() throws Exception {
        Ended run = ended(start(
                List.of(),
                "--batch",
                "--input=data.csv",
                "--config=config.yaml",
                "--output=data.csv/metrics.json",
                "--log-file=data.csv/run.log"));

        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.out)
                .startsWith("{\n")
                .contains("Cannot write the log: ", "data.csv")
                .endsWith("}\n");
        assertThat(run.err).doesNotContain("\tat ");
    }

    @Test
    void shouldWriteToStandardStreamsThatArePipes() throws Exception {
        assumeTrue(Files.exists(Path.of("/dev/stderr")), "there is no /dev/stderr here");
        Ended run = ended(start(
                List.of(),
                "--batch",
                "--input=data.csv",
                "--config=config.yaml",
                "--output=/dev/stdout",
                "--log-file=/dev/stderr"));

        assertThat(run.exitCode).isZero();
        assertThat(run.out.split("\"status\": \"success\"", -1)).hasSize(3);
        assertThat(run.err.split("Job completed successfully", -1)).hasSize(3);
    }

    @Test
    void shouldRunTheBundledSampleByDefault() throws Exception {
        Path home = Path.of("").toAbsolutePath();
        Ended run = ended(start(List.of("-Dmlops.home=" + home), "--batch"));

        assertThat(run.exitCode).isZero();
        assertThat(run.out).contains("\"rows_processed\": 10000,", "\"seed\": 42,", "\"version\": \"v1\",");
    }

    @Test
    void shouldExitWithTwoAndWriteNothingIfTheCommandLineIsInvalid() throws Exception {
        Ended run = ended(start(List.of(), "--batch", "--inptu", "data.csv"));

        assertThat(run.exitCode).isEqualTo(2);
        assertThat(run.out).isEmpty();
        assertThat(run.err)
                .contains("--inptu", "did you mean --input?", "--help")
                .doesNotContain("Exception");
        assertThat(directory.resolve("metrics.json")).doesNotExist();
        assertThat(directory.resolve("run.log")).doesNotExist();
    }

    @Test
    void shouldShowHelp() throws Exception {
        Ended run = ended(start(List.of(), "--batch", "--help"));

        assertThat(run.exitCode).isZero();
        assertThat(run.out).contains("--batch", "--input", "--config", "--output", "--log-file", "warmup", "Exit code");
        assertThat(run.err).isEmpty();
    }

    @Test
    void shouldShowItsVersion() throws Exception {
        Ended run = ended(start(List.of(), "--version"));

        assertThat(run.exitCode).isZero();
        assertThat(run.out).matches("mlops-task \\d+\\.\\d+\\.\\d+\\S*\n");
        assertThat(run.err).isEmpty();
    }

    @Test
    void shouldWriteAnErrorRecordWhenItIsTerminated() throws Exception {
        writeALongFile(directory.resolve("long.csv.gz"));
        Process process = start(List.of(), "--batch", "--input=long.csv.gz", "--config=config.yaml");
        StringBuilder err = new StringBuilder();
        while (err.indexOf("Config loaded") < 0) {
            int read = process.getErrorStream().read();
            assertThat(read).as("the process has ended: %s", err).isNotNegative();
            err.append((char) read);
        }
        TimeUnit.MILLISECONDS.sleep(100);
        // not Process.destroy(), which would close the streams too
        process.toHandle().destroy();
        Ended run = ended(process);

        assertThat(run.exitCode).isNotZero();
        assertThat(run.out)
                .contains("\"status\": \"error\"", "\"version\": \"v1\"")
                .contains("The run was stopped before it was done");
        assertThat(directory.resolve("metrics.json")).content().isEqualTo(run.out);
        assertThat(directory.resolve("run.log")).content().isEqualTo(err + run.err);
        assertThat(run.err).contains(" - ERROR - The run was stopped").doesNotContain("Exception");
    }

    private Process start(List<String> javaOptions, String... arguments) throws IOException {
        return start(javaOptions, Map.of(), arguments);
    }

    private Process start(List<String> javaOptions, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto", "-Xmx256m"));
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.environment().keySet().removeIf(name -> name.equals("JAVA_TOOL_OPTIONS") || name.startsWith("MLFLOW_"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    /** Its output fits into the buffer of a pipe. */
    private static Ended ended(Process process) throws IOException, InterruptedException {
        try {
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            return new Ended(process.exitValue(), out, err);
        } finally {
            process.destroyForcibly();
        }
    }

    private static boolean isOfTheFramework(String line) {
        return FRAMEWORK.stream().anyMatch(name -> line.contains(" " + name));
    }

    /** Some gigabytes, compressed: a million rows, repeated. */
    private static void writeALongFile(Path file) throws IOException {
        byte[] header = gzip("close\n");
        byte[] piece = gzip("1234.5\n1234.6\n".repeat(500_000));
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(header);
            for (int i = 0; i < 2_000; i++) {
                out.write(piece);
            }
        }
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        }
        return packed.toByteArray();
    }
}
