package io.mlops.task.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.run.LogSink;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunIds;
import io.mlops.task.run.RunInput;
import io.mlops.task.run.RunState;
import io.mlops.task.run.SettableClock;
import io.mlops.task.run.Submission;
import io.mlops.task.run.Upload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileRunStoreTest {
    private static final int MAX_LOG_BYTES = 100;

    @TempDir
    Path data;

    private final RunIds ids = new RunIds(new SettableClock(), new Random(7));
    private FileRunStore folders;

    @BeforeEach
    void open() throws Exception {
        folders = FileRunStore.open(data, MAX_LOG_BYTES);
    }

    @AfterEach
    void close() throws Exception {
        folders.close();
    }

    @Test
    void shouldLoadWhatItCreated() throws Exception {
        Run run = create();
        assertThat(folders.load()).containsExactly(run);
        assertThat(folders.config(run.id()).readString()).isEqualTo("seed: 1");
        assertThat(folders.input(run).readString()).isEqualTo("close\n1\n");
    }

    @Test
    void shouldClearAwayWhatAKilledProcessLeftHalfDone() throws Exception {
        Path half = data.resolve("incoming").resolve(ids.next().value());
        Files.createDirectory(half);
        Files.writeString(half.resolve("run.json"), "{\"id\": \"tor");
        Path going = Files.createDirectory(
                data.resolve("outgoing").resolve(ids.next().value()));
        folders.close();
        folders = FileRunStore.open(data, MAX_LOG_BYTES);
        assertThat(half).doesNotExist();
        assertThat(going).doesNotExist();
        assertThat(folders.load()).isEmpty();
    }

    @Test
    void shouldLeaveForeignAndTornFoldersAlone() throws Exception {
        Run run = create();
        Path runs = data.resolve("runs");
        Path torn = Files.createDirectory(runs.resolve(ids.next().value()));
        Files.writeString(torn.resolve("run.json"), "{\"id\": \"tor");
        Path empty = Files.createDirectory(runs.resolve(ids.next().value()));
        Path foreign = Files.createDirectory(runs.resolve("my notes"));
        Path file = Files.writeString(runs.resolve("README"), "mine");
        Path notARun = Files.createDirectory(runs.resolve(ids.next().value()));
        Files.writeString(notARun.resolve("run.json"), "[]");
        assertThat(folders.load()).containsExactly(run);
        assertThat(torn).exists();
        assertThat(empty).exists();
        assertThat(foreign).exists();
        assertThat(file).exists();
    }

    @Test
    void shouldNotTakeACopiedFolderForASecondRun() throws Exception {
        Run run = create();
        Path copy = Files.createDirectory(data.resolve("runs").resolve("copy of " + run.id()));
        Files.copy(data.resolve("runs").resolve(run.id().value()).resolve("run.json"), copy.resolve("run.json"));
        assertThat(folders.load()).containsExactly(run);
    }

    @Test
    void shouldLeaveNothingOfARunThatCannotBeKept() throws Exception {
        Files.delete(data.resolve("runs"));
        Upload upload = upload();
        Submission submission = submission(upload);
        Run run = run(submission);
        assertThatThrownBy(() -> folders.create(run, submission)).isInstanceOf(IOException.class);
        assertThat(data.resolve("incoming")).isEmptyDirectory();
        assertThat(folders.exists(run.id())).isFalse();
        upload.close();
        assertThat(data.resolve("uploads")).isEmptyDirectory();
    }

    @Test
    void shouldNotComeBackToLifeByASave() throws Exception {
        Run run = create();
        folders.delete(run.id());
        folders.save(run);
        assertThat(folders.exists(run.id())).isFalse();
        assertThat(data.resolve("runs")).isEmptyDirectory();
    }

    @Test
    void shouldReplaceARecordWholeAndLeaveNothingBeside() throws Exception {
        Run run = create();
        folders.files(run.id()).writeMetrics("{\"value\": 1}");
        folders.files(run.id()).writeMetrics("{}");
        assertThat(folders.metrics(run.id()).readString()).isEqualTo("{}");
        assertThat(data.resolve("runs").resolve(run.id().value()).toFile().list())
                .containsExactlyInAnyOrder("run.json", "config.yaml", "input.csv", "metrics.json");
        assertThat(data.resolve("incoming")).isEmptyDirectory();
    }

    @Test
    void shouldKeepWhatAThreadLeavesThatIsToldToStop() throws Exception {
        Run run = create();
        Run labelled = run.withLabels(Map.of("a", "b"));
        Thread.currentThread().interrupt();
        try (LogSink log = folders.files(run.id()).openLog().get(0)) {
            log.write("stopped\n".getBytes(StandardCharsets.UTF_8));
        }
        folders.files(run.id()).writeMetrics("{}");
        folders.save(labelled);
        assertThat(Thread.interrupted()).isTrue();
        assertThat(folders.load()).containsExactly(labelled);
        assertThat(folders.metrics(run.id()).readString()).isEqualTo("{}");
        assertThat(folders.log(run.id()).readString()).isEqualTo("stopped\n");
    }

    @Test
    void shouldBoundALogAndSayWhereItWasCutOff() throws Exception {
        Run run = create();
        String line = "a line of thirty-two bytes here\n";
        try (LogSink log = folders.files(run.id()).openLog().get(0)) {
            for (int i = 0; i < 1000; i++) {
                log.write(line.getBytes(StandardCharsets.UTF_8));
            }
        }
        assertThat(folders.log(run.id()).readString())
                .isEqualTo(line.repeat(3) + "The log is cut off here: it may not be longer than 100 bytes\n");
    }

    @Test
    void shouldAppendTheLogOfASecondAttempt() throws Exception {
        Run run = create();
        for (String attempt : new String[] {"one\n", "two\n"}) {
            try (LogSink log = folders.files(run.id()).openLog().get(0)) {
                log.write(attempt.getBytes(StandardCharsets.UTF_8));
            }
        }
        assertThat(folders.log(run.id()).readString()).isEqualTo("one\ntwo\n");
    }

    @Test
    void shouldLendAnInputThatOutlivesItsRun() throws Exception {
        Run run = create();
        Upload linked = folders.linkInput(run);
        folders.delete(run.id());
        Submission submission = submission(linked);
        Run second = run(submission);
        folders.create(second, submission);
        assertThat(folders.input(second).readString()).isEqualTo("close\n1\n");
    }

    @Test
    void shouldBeHeldByOneProcessOnly() {
        assertThatThrownBy(() -> FileRunStore.open(data, MAX_LOG_BYTES))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is in use by another process");
    }

    @Test
    void shouldTellTheBytesOfARun() throws Exception {
        Run run = create();
        long json = Files.size(data.resolve("runs").resolve(run.id().value()).resolve("run.json"));
        assertThat(folders.sizeInBytes(run.id())).isEqualTo(json + "seed: 1".length() + "close\n1\n".length());
    }

    private Run create() throws IOException {
        Submission submission = submission(upload());
        Run run = run(submission);
        folders.create(run, submission);
        return run;
    }

    private Upload upload() throws IOException {
        return folders.receive(new ByteArrayInputStream("close\n1\n".getBytes(StandardCharsets.UTF_8)));
    }

    private static Submission submission(Upload upload) {
        RunInput input = RunInput.of("data.csv", upload);
        return new Submission("signal", input, upload, "seed: 1", Map.of("b", "1"), Submission.Options.NONE);
    }

    private Run run(Submission submission) {
        return Run.of(ids.next(), submission, RunState.Queued.first(SettableClock.START));
    }
}
