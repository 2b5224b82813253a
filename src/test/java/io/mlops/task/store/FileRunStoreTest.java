package io.mlops.task.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.run.Run;
import io.mlops.task.run.RunStore;
import io.mlops.task.run.RunStoreContract;
import io.mlops.task.run.Submission;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The layout on disk, and what is specific to files. */
class FileRunStoreTest extends RunStoreContract {
    @TempDir
    Path data;

    @Override
    protected RunStore open() throws IOException {
        return FileRunStore.open(data, MAX_LOG_BYTES, List.of());
    }

    @Test
    void shouldDeleteWhatAKilledProcessLeftUnfinished() throws Exception {
        Path half = data.resolve("incoming").resolve(ids.next().value());
        Files.createDirectory(half);
        Files.writeString(half.resolve("run.json"), "{\"id\": \"tor");
        Path going = Files.createDirectory(
                data.resolve("outgoing").resolve(ids.next().value()));
        Path upload = Files.writeString(data.resolve("uploads").resolve("half"), "close");
        reopen();
        assertThat(half).doesNotExist();
        assertThat(going).doesNotExist();
        assertThat(upload).doesNotExist();
        assertThat(store.load()).isEmpty();
    }

    @Test
    void shouldIgnoreOtherAndIncompleteDirectories() throws Exception {
        Run run = create();
        Path runs = data.resolve("runs");
        Path truncated = Files.createDirectory(runs.resolve(ids.next().value()));
        Files.writeString(truncated.resolve("run.json"), "{\"id\": \"tor");
        Path empty = Files.createDirectory(runs.resolve(ids.next().value()));
        Path other = Files.createDirectory(runs.resolve("my notes"));
        Path file = Files.writeString(runs.resolve("README"), "mine");
        Path noRun = Files.createDirectory(runs.resolve(ids.next().value()));
        Files.writeString(noRun.resolve("run.json"), "[]");
        assertThat(store.load()).containsExactly(run);
        assertThat(truncated).exists();
        assertThat(empty).exists();
        assertThat(other).exists();
        assertThat(file).exists();
    }

    @Test
    void shouldNotLoadACopiedDirectoryAsASecondRun() throws Exception {
        Run run = create();
        Path copy = Files.createDirectory(data.resolve("runs").resolve("copy of " + run.id()));
        Files.copy(directory(run).resolve("run.json"), copy.resolve("run.json"));
        assertThat(store.load()).containsExactly(run);
    }

    @Test
    void shouldLeaveNothingOfARunThatCannotBeCreated() throws Exception {
        Files.delete(data.resolve("runs"));
        Submission submission = submission();
        Run run = run(submission);
        assertThatThrownBy(() -> store.create(run, submission)).isInstanceOf(IOException.class);
        assertThat(data.resolve("incoming")).isEmptyDirectory();
        assertThat(store.exists(run.id())).isFalse();
        submission.upload().close();
        assertThat(data.resolve("uploads")).isEmptyDirectory();
    }

    @Test
    void shouldMoveAnUploadIntoTheDirectoryOfItsRun() throws Exception {
        Submission submission = submission();
        Path upload = data.resolve("uploads").toFile().listFiles()[0].toPath();
        Object key = Files.readAttributes(upload, java.nio.file.attribute.BasicFileAttributes.class)
                .fileKey();
        Run run = run(submission);
        store.create(run, submission);
        Path input = directory(run).resolve("input.csv");
        assertThat(Files.readAttributes(input, java.nio.file.attribute.BasicFileAttributes.class)
                        .fileKey())
                .isEqualTo(key);
        assertThat(data.resolve("uploads")).isEmptyDirectory();
    }

    @Test
    void shouldLeaveNothingOfADeletedRun() throws Exception {
        Run run = create();
        store.delete(run.id());
        store.save(run);
        assertThat(data.resolve("runs")).isEmptyDirectory();
        assertThat(data.resolve("outgoing")).isEmptyDirectory();
    }

    @Test
    void shouldLeaveNoTemporaryFileOfAReplacedRecord() throws Exception {
        Run run = create();
        store.files(run.id()).writeMetrics("{\"value\": 1}");
        store.files(run.id()).writeMetrics("{}");
        assertThat(directory(run).resolve("metrics.json")).hasContent("{}");
        assertThat(directory(run).toFile().list())
                .containsExactlyInAnyOrder("run.json", "config.yaml", "input.csv", "metrics.json");
        assertThat(data.resolve("incoming")).isEmptyDirectory();
    }

    @Test
    void shouldBeUsedByOneProcessOnly() {
        assertThatThrownBy(this::open)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is in use by another process");
    }

    @Test
    void shouldCountTheBytesOfEveryFileOfARun() throws Exception {
        Run run = create();
        long json = Files.size(directory(run).resolve("run.json"));
        assertThat(store.sizeInBytes(run.id())).isEqualTo(json + CONFIG.length() + INPUT.length());
    }

    private Path directory(Run run) {
        return data.resolve("runs").resolve(run.id().value());
    }
}
