package io.mlops.task.store;

import io.mlops.task.run.LogSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A log that grows from attempt to attempt, in whole lines, up to a bound. */
final class AppendingLog implements LogSink {
    private final FileChannel channel;
    private final long mostBytes;
    private long bytes;
    private boolean full;

    AppendingLog(Path file, long mostBytes) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        this.mostBytes = mostBytes;
        bytes = channel.size();
    }

    @Override
    public void write(byte[] lines) throws IOException {
        if (full) {
            return;
        }
        full = bytes + lines.length > mostBytes;
        byte[] written = full
                ? ("The log is cut off here: it may not be longer than " + mostBytes + " bytes\n")
                        .getBytes(StandardCharsets.UTF_8)
                : lines;
        bytes += written.length;
        ByteBuffer buffer = ByteBuffer.wrap(written);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    @Override
    public void close() throws IOException {
        try (channel) {
            channel.force(false);
        }
    }
}
