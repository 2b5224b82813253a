package io.mlops.task.store;

import io.mlops.task.execution.LogSink;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A log that grows from attempt to attempt, in complete lines, up to a bound; an interrupted thread can write. */
final class BoundedLogFile implements LogSink {
    private final FileOutputStream stream;
    private final long maxBytes;
    private long bytes;
    private boolean full;

    BoundedLogFile(Path file, long maxBytes) throws IOException {
        stream = new FileOutputStream(file.toFile(), true);
        this.maxBytes = maxBytes;
        bytes = file.toFile().length();
    }

    @Override
    public void write(byte[] lines) throws IOException {
        if (full) {
            return;
        }
        full = bytes + lines.length > maxBytes;
        byte[] written = full
                ? ("The log is truncated here: it must be at most " + maxBytes + " bytes\n")
                        .getBytes(StandardCharsets.UTF_8)
                : lines;
        bytes += written.length;
        stream.write(written);
    }

    @Override
    public void close() throws IOException {
        try (stream) {
            stream.getFD().sync();
        }
    }
}
