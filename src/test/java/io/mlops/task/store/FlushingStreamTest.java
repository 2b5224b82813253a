package io.mlops.task.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.SyncFailedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlushingStreamTest {
    @TempDir
    Path directory;

    @Test
    void shouldWriteAllBytesWhileItFlushes() throws IOException {
        Path file = directory.resolve("file");
        byte[] bytes = new byte[300_000];
        new Random(1).nextBytes(bytes);

        try (FlushingStream stream = new FlushingStream(new FileOutputStream(file.toFile()), 1000)) {
            stream.write(bytes[0]);
            for (int at = 1; at < bytes.length; at += 300) {
                stream.write(bytes, at, Math.min(300, bytes.length - at));
            }
            stream.sync();
        }

        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }

    @Test
    void shouldReportAFlushThatFailed() throws IOException {
        // a device that takes every byte and cannot be flushed
        try (FlushingStream stream = new FlushingStream(new FileOutputStream("/dev/null"), 1)) {
            await().untilAsserted(() -> assertThat(failure(stream)).isInstanceOf(SyncFailedException.class));
        }
    }

    private static IOException failure(FlushingStream stream) {
        try {
            stream.write(1);
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    @Test
    void shouldStayInterrupted() throws IOException {
        Path file = directory.resolve("file");
        try (FlushingStream stream = new FlushingStream(new FileOutputStream(file.toFile()), 1)) {
            Thread.currentThread().interrupt();
            stream.write(new byte[1000]);
            stream.sync();
            assertThat(Thread.interrupted()).isTrue();
        }

        assertThat(file).hasSize(1000);
    }
}
