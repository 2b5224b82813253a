package io.mlops.task.run;

import io.mlops.task.execution.Execution;
import io.mlops.task.execution.ProgressListener;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One attempt at a run, held by one worker. Closing it completes the run, exactly once. */
public final class Attempt implements AutoCloseable, ProgressListener, FencedRunFiles.Fence {
    private final Run run;
    private final Completion completion;
    private final Thread worker = Thread.currentThread();
    private final long startedNanos = System.nanoTime();
    private volatile long bytes;
    private volatile long totalBytes;
    private volatile long rows;
    private @Nullable StopReason stopReason;
    private @Nullable String cancelledBy;
    private long stoppedNanos;
    private Execution.@Nullable Result result;
    private boolean closed;
    private boolean completed;

    /** Why a run is stopped before its end. */
    public enum StopReason {
        CANCELLED("The run was cancelled"),
        TIMED_OUT("The run exceeded the run timeout"),
        /** The run stays queued and runs again at the next start. */
        SHUTDOWN("The process is shutting down");

        private final String message;

        StopReason(String message) {
            this.message = message;
        }

        public String message() {
            return message;
        }
    }

    /** Is notified when an attempt is over. */
    interface Completion {
        /**
         * Completes the run; called again if it throws.
         *
         * @param result null if the worker did not return one
         * @param stopReason null if the attempt was not asked to stop
         */
        void complete(Attempt attempt, Execution.@Nullable Result result, @Nullable StopReason stopReason);
    }

    Attempt(Run run, Completion completion) {
        this.run = run;
        this.completion = completion;
        this.totalBytes = run.input().bytes();
    }

    public Run run() {
        return run;
    }

    Thread worker() {
        return worker;
    }

    /** Sets the result that the run is completed with on {@link #close}. */
    synchronized void completed(Execution.Result executed) {
        result = executed;
    }

    /** Asks the worker to stop; the first reason counts. Returns false if the attempt is over. */
    public synchronized boolean stop(StopReason reason) {
        if (stopReason == null && !closed) {
            stopReason = reason;
            stoppedNanos = System.nanoTime();
            worker.interrupt();
        }
        return !closed;
    }

    /** Asks the worker to stop, like {@link #stop}; the first caller is recorded. */
    synchronized boolean cancel(@Nullable String actor) {
        if (stopReason == null && !closed) {
            cancelledBy = actor;
        }
        return stop(StopReason.CANCELLED);
    }

    /** Null if it was not cancelled, or if callers do not authenticate. */
    synchronized @Nullable String cancelledBy() {
        return cancelledBy;
    }

    public synchronized @Nullable StopReason stopReason() {
        return stopReason;
    }

    /** Returns the time since the worker was asked to stop, in nanoseconds; 0 if it was not. */
    public synchronized long overdueNanos() {
        return stopReason == null || closed ? 0 : System.nanoTime() - stoppedNanos;
    }

    public long elapsedNanos() {
        return System.nanoTime() - startedNanos;
    }

    /** Completes the run although its worker does not stop; returns false if the attempt is over. */
    public synchronized boolean fence() {
        if (closed) {
            return false;
        }
        close();
        return true;
    }

    @Override
    public synchronized void write(FencedRunFiles.Write write) throws IOException {
        if (closed) {
            throw new IOException("The run has ended already");
        }
        write.now();
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (!completed) {
            completion.complete(this, result, stopReason);
            completed = true;
        }
    }

    /** Tries again where completing the run failed when the attempt was closed. */
    synchronized void completeAgain() {
        if (closed) {
            close();
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

    /** -1 if unknown. */
    public long totalBytes() {
        return totalBytes;
    }

    public long rows() {
        return rows;
    }
}
