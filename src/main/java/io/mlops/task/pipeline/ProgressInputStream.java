package io.mlops.task.pipeline;

import io.mlops.task.execution.Job;
import io.mlops.task.execution.JobException;
import io.mlops.task.execution.ProgressListener;
import io.mlops.task.execution.RunContext;
import io.mlops.task.text.Messages;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;

/** The input of a run; reports progress, and stops reading if the run is cancelled. */
final class ProgressInputStream extends FilterInputStream {
    private final ProgressListener progress;
    private final long totalBytes;
    private long bytes;

    private ProgressInputStream(InputStream in, ProgressListener progress, long totalBytes) {
        super(in);
        this.progress = progress;
        this.totalBytes = totalBytes;
    }

    static ProgressInputStream open(RunContext context) throws JobException, IOException {
        Job job = context.job();
        if (Files.isDirectory(job.input())) {
            throw new JobException("Input file cannot be read: " + job.inputName() + ": "
                    + Messages.mustBe("a CSV file", "a directory"));
        }
        try {
            long size = Files.isRegularFile(job.input()) ? Files.size(job.input()) : -1;
            return new ProgressInputStream(Files.newInputStream(job.input()), context.progress(), size);
        } catch (NoSuchFileException e) {
            throw new JobException("Input file not found: " + job.inputName());
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("the run is cancelled");
        }
        int read = super.read(buffer, from, length);
        bytes += Math.max(read, 0);
        progress.onProgress(bytes, totalBytes, 0);
        return read;
    }

    void complete(long rows) {
        progress.onProgress(bytes, totalBytes, rows);
    }
}
