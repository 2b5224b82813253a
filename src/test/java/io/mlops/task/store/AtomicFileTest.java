package io.mlops.task.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
    @TempDir
    Path directory;

    @Test
    void shouldAppearOnCommitAndNotBefore() throws IOException {
        Path target = directory.resolve("metrics.json");
        try (AtomicFile file = AtomicFile.start(target)) {
            file.append(bytes("first "));
            file.append(bytes("second"));
            assertThat(target).doesNotExist();

            file.commit();
            assertThat(target).hasContent("first second");
        }
        assertThat(names()).containsExactly("metrics.json");
    }

    @Test
    void shouldRetainTheOldContentUntilTheCommit() throws IOException {
        Path target = old("run.log");
        try (AtomicFile file = AtomicFile.start(target)) {
            file.append(bytes("new"));
            assertThat(target).hasContent("old");
            file.commit();
        }
        assertThat(target).hasContent("new");
    }

    @Test
    void shouldLeaveNothingBehindWhenClosedWithoutACommit() throws IOException {
        Path target = old("run.log");
        try (AtomicFile file = AtomicFile.start(target);
                AtomicFile other = AtomicFile.start(directory.resolve("other"))) {
            file.append(bytes("half a li"));
            other.append(bytes("x"));
        }

        assertThat(target).hasContent("old");
        assertThat(names()).containsExactly("run.log");
    }

    @Test
    void shouldCreateMissingDirectories() throws IOException {
        Path target = directory.resolve("a/b/metrics.json");

        AtomicFile.write(target, bytes("x"));

        assertThat(target).hasContent("x");
    }

    @Test
    void shouldWriteTheTargetOfALink() throws IOException {
        Path target = old("real.json");
        Path link = Files.createSymbolicLink(directory.resolve("link.json"), Path.of("real.json"));

        AtomicFile.write(link, bytes("new"));

        assertThat(link).isSymbolicLink();
        assertThat(target).hasContent("new");
    }

    @Test
    void shouldWriteInTheDirectoryThatALinkPointsTo() throws IOException {
        Files.createDirectory(directory.resolve("real"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("real"));

        AtomicFile.write(link.resolve("metrics.json"), bytes("new"));

        assertThat(directory.resolve("real/metrics.json")).hasContent("new");
    }

    @Test
    void shouldWriteToADeviceDirectly() throws IOException {
        Path device = Path.of("/dev/null");
        assumeTrue(Files.exists(device), "there is no /dev/null here");

        AtomicFile.write(device, bytes("x"));

        assertThat(Files.isRegularFile(device)).isFalse();
    }

    @Test
    void shouldNameTheDeviceThatIsFull() {
        Path device = Path.of("/dev/full");
        assumeTrue(Files.exists(device), "there is no /dev/full here");

        assertThatThrownBy(() -> AtomicFile.write(device, bytes("x")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/dev/full");
    }

    @Test
    void shouldNameTheTargetNotTheTemporaryFileIfItIsADirectory() throws IOException {
        Path target = Files.createDirectory(directory.resolve("taken"));

        assertThatThrownBy(() -> AtomicFile.write(target, bytes("x")))
                .isInstanceOfSatisfying(FileSystemException.class, e -> {
                    assertThat(e.getFile()).isEqualTo(target.toString());
                    assertThat(e.getReason()).isEqualTo("must be a file, was a directory");
                });
        assertThat(names()).containsExactly("taken");
    }

    @Test
    void shouldRejectTheRootOfTheFileSystem() {
        assertThatThrownBy(() -> AtomicFile.write(Path.of("/"), bytes("x")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("must be a file");
    }

    @Test
    void shouldNameAFileInPlaceOfADirectory() throws IOException {
        Path file = old("file");

        assertThatThrownBy(() -> AtomicFile.write(file.resolve("metrics.json"), bytes("x")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString());
        assertThatThrownBy(() -> AtomicFile.write(file.resolve("deeper/metrics.json"), bytes("x")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString());
        assertThat(file).hasContent("old");
    }

    @Test
    void shouldNameATargetWhoseDirectoryIsReadOnly() throws IOException {
        Path closed = Files.createDirectory(
                directory.resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
        assumeTrue(!Files.isWritable(closed), "this user may write everywhere");

        assertThatThrownBy(() -> AtomicFile.write(closed.resolve("metrics.json"), bytes("x")))
                .isInstanceOfSatisfying(FileSystemException.class, e -> assertThat(e.getFile())
                        .isEqualTo(closed.resolve("metrics.json").toString()));
    }

    @Test
    void shouldNameATargetWhoseDirectoryWasDeletedMeanwhile() throws IOException {
        Path target = directory.resolve("gone/metrics.json");
        try (AtomicFile file = AtomicFile.start(target)) {
            file.append(bytes("x"));
            try (Stream<Path> entries = Files.list(target.getParent())) {
                Files.delete(entries.findFirst().orElseThrow());
            }

            assertThatThrownBy(file::commit)
                    .isInstanceOfSatisfying(FileSystemException.class, e -> assertThat(e.getFile())
                            .isEqualTo(target.toString()));
        }
    }

    @Test
    void shouldWriteTheCompleteFileFromAnInterruptedThread() throws IOException {
        Path target = directory.resolve("metrics.json");
        Thread.currentThread().interrupt();
        try {
            assertThatCode(() -> AtomicFile.write(target, bytes("x"))).doesNotThrowAnyException();
        } finally {
            assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        }
        assertThat(target).hasContent("x");
        assertThat(names()).containsExactly("metrics.json");
    }

    @Test
    void shouldLetTheLastOfTwoWritersWin() throws IOException {
        Path target = directory.resolve("metrics.json");
        try (AtomicFile first = AtomicFile.start(target);
                AtomicFile second = AtomicFile.start(target)) {
            first.append(bytes("first"));
            second.append(bytes("second"));
            second.commit();
            first.commit();
        }
        assertThat(target).hasContent("first");
        assertThat(names()).containsExactly("metrics.json");
    }

    private Path old(String name) throws IOException {
        return Files.writeString(directory.resolve(name), "old");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
