package io.mlops.task.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.run.Run;
import io.mlops.task.run.RunStore;
import io.mlops.task.run.RunStoreContract;
import io.mlops.task.run.Submission;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
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
    void shouldMoveALargeUploadIntoTheDirectoryOfItsRun() throws Exception {
        Submission submission = largeSubmission();
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
        store.files(run).writeMetrics("{\"value\": 1}");
        store.files(run).writeMetrics("{}");
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

    @Test
    void shouldRecountAnAttemptWhoseStartWasLost() throws Exception {
        Run run = create();
        Files.writeString(directory(run).resolve("started.json"), "{\"id\": \"tor");
        assertThat(store.load()).containsExactly(run);
    }

    @Test
    void shouldShareTheMemoryForUploads() throws Exception {
        MemoryFile.Memory memory = new MemoryFile.Memory(300_000);
        byte[] content = new byte[200_000];
        MemoryFile first = MemoryFile.read(new ByteArrayInputStream(content), memory);
        MemoryFile second = MemoryFile.read(new ByteArrayInputStream(content), memory);
        assertThat(first.isComplete()).isTrue();
        assertThat(second.isComplete()).isFalse();
        MemoryFile handedOver = first.handOver();
        first.close();
        assertThat(memory.free()).isEqualTo(300_000 - 262_144);
        handedOver.close();
        handedOver.close();
        second.close();
        assertThat(memory.free()).isEqualTo(300_000);
        try (MemoryFile small = MemoryFile.read(new ByteArrayInputStream(new byte[10]), memory)) {
            assertThat(small.isComplete()).isTrue();
            assertThat(memory.free()).isEqualTo(300_000 - 10);
        }
    }

    @Test
    void shouldReleaseTheMemoryOfABrokenUpload() {
        MemoryFile.Memory memory = new MemoryFile.Memory(300_000);
        InputStream broken = new SequenceInputStream(new ByteArrayInputStream(new byte[5]), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        });
        assertThatThrownBy(() -> MemoryFile.read(broken, memory)).hasMessage("connection reset");
        assertThat(memory.free()).isEqualTo(300_000);
    }

    private Path directory(Run run) {
        return data.resolve("runs").resolve(run.id().value());
    }
}
