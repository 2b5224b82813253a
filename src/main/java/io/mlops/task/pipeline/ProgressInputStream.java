package io.mlops.task.pipeline;

import io.mlops.task.bytes.BulkInputStream;
import io.mlops.task.execution.JobException;
import io.mlops.task.execution.ProgressListener;
import io.mlops.task.execution.RunContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;

/** The input of a run; reports progress, and stops reading if the run is cancelled. */
final class ProgressInputStream extends BulkInputStream {
    private final InputStream in;
    private final ProgressListener progress;
    private final long totalBytes;
    private long bytes;

    private ProgressInputStream(InputStream in, ProgressListener progress, long totalBytes) {
        this.in = in;
        this.progress = progress;
        this.totalBytes = totalBytes;
    }

    static ProgressInputStream open(RunContext context) throws JobException, IOException {
        requireNotInterrupted();
        FileChannel channel = context.job().openInput();
        long size = channel.size();
        return new ProgressInputStream(Channels.newInputStream(channel), context.progress(), size == 0 ? -1 : size);
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
        requireNotInterrupted();
        int read = in.read(buffer, from, length);
        bytes += Math.max(read, 0);
        progress.onProgress(bytes, totalBytes, 0);
        return read;
    }

    private static void requireNotInterrupted() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("the run is cancelled");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    void complete(long rows) {
        progress.onProgress(bytes, totalBytes, rows);
    }
}
