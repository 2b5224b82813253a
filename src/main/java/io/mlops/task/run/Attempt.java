package io.mlops.task.run;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One try at a run, held by one worker. Closing it settles the run, exactly once. */
public final class Attempt implements AutoCloseable, ProgressListener {
    private final RunService runs;
    private final Run run;
    private final Thread worker = Thread.currentThread();
    private final long startedNanos = System.nanoTime();
    private volatile long bytes;
    private volatile long totalBytes;
    private volatile long rows;
    private @Nullable StopReason stopReason;
    private long stoppedNanos;
    private @Nullable ExecutionResult outcome;
    private boolean settled;

    Attempt(RunService runs, Run run) {
        this.runs = runs;
        this.run = run;
        this.totalBytes = run.input().bytes();
    }

    public Run run() {
        return run;
    }

    Thread worker() {
        return worker;
    }

    /** Tells what the execution gave; the run is settled with it on {@link #close}. */
    public synchronized void completed(ExecutionResult result) {
        outcome = result;
    }

    /** Tells the worker to stop; the first reason counts. False where there is nothing to stop any more. */
    public synchronized boolean stop(StopReason reason) {
        if (stopReason == null && !settled) {
            stopReason = reason;
            stoppedNanos = System.nanoTime();
            worker.interrupt();
        }
        return !settled;
    }

    public synchronized @Nullable StopReason stopReason() {
        return stopReason;
    }

    /** How long the worker has not obeyed, in nanoseconds; 0 where it was not told to stop. */
    public synchronized long overdueNanos() {
        return stopReason == null || settled ? 0 : System.nanoTime() - stoppedNanos;
    }

    public long elapsedNanos() {
        return System.nanoTime() - startedNanos;
    }

    /** Settles the run without its worker, which does not end; false where it is settled already. */
    public synchronized boolean fence() {
        if (settled) {
            return false;
        }
        close();
        return true;
    }

    /** Files that take nothing more once the run is settled, so that an abandoned worker cannot change an ended run. */
    RunFiles fenced(RunFiles files) {
        return new FencedRunFiles(this, files);
    }

    /** Does the write, or refuses it where the run is settled. */
    synchronized void write(Write write) throws IOException {
        if (settled) {
            throw new IOException("The run has ended already");
        }
        write.now();
    }

    /** A change to the files of the run. */
    interface Write {
        void now() throws IOException;
    }

    @Override
    public synchronized void close() {
        if (!settled) {
            settled = true;
            runs.complete(this, outcome, stopReason);
        }
    }

    @Override
    public void onProgress(long bytesRead, long total, long rowsRead) {
        bytes = bytesRead;
        totalBytes = total;
        rows = rowsRead;
    }

    @Override
    public synchronized String cancellationReason() {
        return stopReason == null ? ProgressListener.super.cancellationReason() : stopReason.message();
    }

    public long bytes() {
        return bytes;
    }

    /** -1 where it is not known. */
    public long totalBytes() {
        return totalBytes;
    }

    public long rows() {
        return rows;
    }
}
