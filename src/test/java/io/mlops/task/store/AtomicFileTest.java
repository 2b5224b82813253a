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
    Path folder;

    @Test
    void shouldAppearOnCommitAndNotBefore() throws IOException {
        Path place = folder.resolve("metrics.json");
        try (AtomicFile file = AtomicFile.start(place)) {
            file.append(bytes("first "));
            file.append(bytes("second"));
            assertThat(place).doesNotExist();

            file.commit();
            assertThat(place).hasContent("first second");
        }
        assertThat(names()).containsExactly("metrics.json");
    }

    @Test
    void shouldLeaveTheOldContentUntilTheCommit() throws IOException {
        Path place = old("run.log");
        try (AtomicFile file = AtomicFile.start(place)) {
            file.append(bytes("new"));
            assertThat(place).hasContent("old");
            file.commit();
        }
        assertThat(place).hasContent("new");
    }

    @Test
    void shouldLeaveNothingBehindWhenClosedWithoutACommit() throws IOException {
        Path place = old("run.log");
        try (AtomicFile file = AtomicFile.start(place);
                AtomicFile other = AtomicFile.start(folder.resolve("other"))) {
            file.append(bytes("half a li"));
            other.append(bytes("x"));
        }

        assertThat(place).hasContent("old");
        assertThat(names()).containsExactly("run.log");
    }

    @Test
    void shouldMakeTheFoldersThatAreNotThere() throws IOException {
        Path place = folder.resolve("a/b/metrics.json");

        AtomicFile.write(place, bytes("x"));

        assertThat(place).hasContent("x");
    }

    @Test
    void shouldWriteWhatALinkPointsTo() throws IOException {
        Path place = old("real.json");
        Path link = Files.createSymbolicLink(folder.resolve("link.json"), Path.of("real.json"));

        AtomicFile.write(link, bytes("new"));

        assertThat(link).isSymbolicLink();
        assertThat(place).hasContent("new");
    }

    @Test
    void shouldWriteInTheFolderThatALinkPointsTo() throws IOException {
        Files.createDirectory(folder.resolve("real"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("real"));

        AtomicFile.write(link.resolve("metrics.json"), bytes("new"));

        assertThat(folder.resolve("real/metrics.json")).hasContent("new");
    }

    @Test
    void shouldWriteToADeviceAsItIs() throws IOException {
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
    void shouldNameThePlaceAndNotTheOneBesideItWhenItIsAFolder() throws IOException {
        Path place = Files.createDirectory(folder.resolve("taken"));

        assertThatThrownBy(() -> AtomicFile.write(place, bytes("x")))
                .isInstanceOfSatisfying(FileSystemException.class, e -> {
                    assertThat(e.getFile()).isEqualTo(place.toString());
                    assertThat(e.getReason()).isEqualTo("must be a file, was a directory");
                });
        assertThat(names()).containsExactly("taken");
    }

    @Test
    void shouldRefuseTheRootOfTheFileSystem() {
        assertThatThrownBy(() -> AtomicFile.write(Path.of("/"), bytes("x")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("must be a file");
    }

    @Test
    void shouldNameTheFileThatStandsWhereAFolderIsWanted() throws IOException {
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
    void shouldNameThePlaceWhoseFolderMayNotBeWritten() throws IOException {
        Path closed = Files.createDirectory(
                folder.resolve("closed"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
        assumeTrue(!Files.isWritable(closed), "this user may write everywhere");

        assertThatThrownBy(() -> AtomicFile.write(closed.resolve("metrics.json"), bytes("x")))
                .isInstanceOfSatisfying(FileSystemException.class, e -> assertThat(e.getFile())
                        .isEqualTo(closed.resolve("metrics.json").toString()));
    }

    @Test
    void shouldNameThePlaceWhoseFolderWentAwayMeanwhile() throws IOException {
        Path place = folder.resolve("gone/metrics.json");
        try (AtomicFile file = AtomicFile.start(place)) {
            file.append(bytes("x"));
            try (Stream<Path> beside = Files.list(place.getParent())) {
                Files.delete(beside.findFirst().orElseThrow());
            }

            assertThatThrownBy(file::commit)
                    .isInstanceOfSatisfying(FileSystemException.class, e -> assertThat(e.getFile())
                            .isEqualTo(place.toString()));
        }
    }

    @Test
    void shouldWriteTheWholeFileFromAThreadThatIsToldToStop() throws IOException {
        Path place = folder.resolve("metrics.json");
        Thread.currentThread().interrupt();
        try {
            assertThatCode(() -> AtomicFile.write(place, bytes("x"))).doesNotThrowAnyException();
        } finally {
            assertThat(Thread.interrupted()).as("still told to stop").isTrue();
        }
        assertThat(place).hasContent("x");
        assertThat(names()).containsExactly("metrics.json");
    }

    @Test
    void shouldLetTheLastOfTwoWritersWin() throws IOException {
        Path place = folder.resolve("metrics.json");
        try (AtomicFile first = AtomicFile.start(place);
                AtomicFile second = AtomicFile.start(place)) {
            first.append(bytes("first"));
            second.append(bytes("second"));
            second.commit();
            first.commit();
        }
        assertThat(place).hasContent("first");
        assertThat(names()).containsExactly("metrics.json");
    }

    private Path old(String name) throws IOException {
        return Files.writeString(folder.resolve(name), "old");
    }

    private List<String> names() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
