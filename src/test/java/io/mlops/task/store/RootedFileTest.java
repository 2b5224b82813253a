package io.mlops.task.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RootedFileTest {
    private static final String CONTENT = "close\n1\n";
    private static final String SECRET = "root:x:0:0\n";

    @TempDir
    Path directory;

    private Path root;
    private Path secret;
    private Path path;
    private RootedFile file;

    @BeforeEach
    void write() throws IOException {
        directory = directory.toRealPath();
        root = Files.createDirectories(directory.resolve("inputs"));
        secret = Files.writeString(
                Files.createDirectory(directory.resolve("elsewhere")).resolve("data.csv"), SECRET);
        path = Files.writeString(Files.createDirectories(root.resolve("a/b")).resolve("data.csv"), CONTENT);
        file = new RootedFile(List.of(directory.resolve("missing"), root), path);
    }

    @Test
    void shouldReadAFileBelowARoot() throws IOException {
        assertThat(file.readString()).isEqualTo(CONTENT);
        assertThat(file.attributes().size()).isEqualTo(CONTENT.length());
        assertThat(file.open(2, 3)).hasContent("ose");
        assertThat(Channels.newInputStream(file.openChannel())).hasContent(CONTENT);
    }

    @Test
    void shouldFollowARootThatIsALink() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), root);
        assertThat(new RootedFile(List.of(link), path).readString()).isEqualTo(CONTENT);
    }

    @Test
    void shouldNotFollowALinkInItsPlace() throws IOException {
        Files.delete(path);
        Files.createSymbolicLink(path, secret);
        assertUnreadable("must be a regular file, was a link");
    }

    @Test
    void shouldNotFollowALinkToAnotherFileOfTheRoot() throws IOException {
        Path other = Files.writeString(root.resolve("other.csv"), CONTENT);
        Files.delete(path);
        Files.createSymbolicLink(path, other);
        assertUnreadable("must be a regular file, was a link");
    }

    @Test
    void shouldNotFollowALinkInThePlaceOfADirectoryAbove() throws IOException {
        Files.move(root.resolve("a"), directory.resolve("moved"));
        Files.createSymbolicLink(root.resolve("a"), directory.resolve("moved"));
        assertUnreadable("must be below directories, was below a link");
    }

    @Test
    void shouldNotWaitForAPipeInItsPlace() throws Exception {
        Files.delete(path);
        assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor())
                .isZero();
        assertUnreadable("must be a regular file, was a pipe or a device");
    }

    @Test
    void shouldNotReadADirectoryInItsPlace() throws IOException {
        Files.delete(path);
        Files.createDirectory(path);
        assertUnreadable("must be a regular file, was a directory");
    }

    @Test
    void shouldNotReadAFileBelowNoRoot() {
        file = new RootedFile(List.of(root.resolve("a/b/c"), directory.resolve("missing")), path);
        assertUnreadable("must be below an input root, was elsewhere");
    }

    @Test
    void shouldMissAFileThatIsGone() throws IOException {
        Files.delete(path);
        assertThat(file.attributes()).isNull();
        assertThatThrownBy(file::openChannel).isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void shouldNeverReadElsewhereWhileFileAndDirectoryAreReplaced() throws Exception {
        AtomicBoolean stop = new AtomicBoolean();
        Thread attacker = new Thread(() -> replace(stop));
        attacker.start();
        int refused = 0;
        try {
            for (int i = 0; i < 3000; i++) {
                try (FileChannel channel = file.openChannel()) {
                    assertThat(Channels.newInputStream(channel)).hasContent(CONTENT);
                } catch (FileSystemException e) {
                    refused++;
                }
            }
        } finally {
            stop.set(true);
            attacker.join();
        }
        assertThat(refused).isPositive();
    }

    /** Exchanges the file, then its directory, for a link and back. */
    private void replace(AtomicBoolean stop) {
        try {
            Path original = Files.copy(path, directory.resolve("original.csv"));
            Path parent = path.getParent();
            while (!stop.get()) {
                Path link = Files.createSymbolicLink(directory.resolve("file-link"), secret);
                Files.move(link, path, StandardCopyOption.ATOMIC_MOVE);
                Path copy = Files.copy(original, directory.resolve("copy.csv"));
                Files.move(copy, path, StandardCopyOption.ATOMIC_MOVE);
                Files.move(parent, directory.resolve("moved"), StandardCopyOption.ATOMIC_MOVE);
                Files.createSymbolicLink(parent, secret.getParent());
                Files.delete(parent);
                Files.move(directory.resolve("moved"), parent, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void assertUnreadable(String reason) {
        assertThat(file).satisfies(replaced -> assertThat(replaced.attributes()).isNull());
        assertThatThrownBy(file::openChannel)
                .isInstanceOfSatisfying(FileSystemException.class, e -> assertThat(e.getReason())
                        .isEqualTo(reason));
        assertThatThrownBy(() -> file.open(0, 1)).isInstanceOf(FileSystemException.class);
    }
}
