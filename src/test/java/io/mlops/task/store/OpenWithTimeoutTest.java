package io.mlops.task.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenWithTimeoutTest {
    private final OpenWithTimeout opening = new OpenWithTimeout(Duration.ofSeconds(1));

    @TempDir
    Path directory;

    @Test
    void shouldOpenAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("a.csv"), "close\n1\n");

        try (SeekableByteChannel channel = opening.open("a.csv", () -> FileChannel.open(file))) {
            assertThat(channel.size()).isEqualTo(8);
        }
    }

    @Test
    void shouldThrowWhatOpeningThrows() {
        Path absent = directory.resolve("absent");
        assertThatThrownBy(() -> opening.open("absent", () -> FileChannel.open(absent)))
                .isInstanceOf(NoSuchFileException.class);
    }

    @Test
    void shouldAbandonAPipeAndCloseItWhenSomebodyWrites() throws Exception {
        Path pipe = pipe();
        AtomicReference<SeekableByteChannel> opened = new AtomicReference<>();

        assertThatThrownBy(() -> opening.open("pipe", () -> {
                    opened.set(FileChannel.open(pipe, StandardOpenOption.READ));
                    return opened.get();
                }))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("is it a pipe?");

        FileChannel.open(pipe, StandardOpenOption.WRITE).close();
        await().until(() -> opened.get() != null && !opened.get().isOpen());
    }

    @Test
    void shouldRejectAPipeThatSomebodyWritesTo() throws Exception {
        Path pipe = pipe();
        Thread writer = new Thread(() -> {
            try {
                FileChannel.open(pipe, StandardOpenOption.WRITE).close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
        writer.start();

        assertThatThrownBy(() -> opening.open("pipe", () -> FileChannel.open(pipe)))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("must be a regular file");
        writer.join();
    }

    @Test
    void shouldEndWhenItIsInterrupted() throws Exception {
        Path pipe = pipe();
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> opening.open("pipe", () -> FileChannel.open(pipe)))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
        FileChannel.open(pipe, StandardOpenOption.WRITE).close();
    }

    private Path pipe() throws Exception {
        Path pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
        return pipe;
    }
}
