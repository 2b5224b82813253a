package io.mlops.task.background;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Work that is repeated on a thread of its own until it is closed. Whatever is thrown, it is repeated: an executor would
 * never run it again, and say nothing.
 */
public final class BackgroundTask implements AutoCloseable {
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

    private final String name;
    private final Work work;
    private final Duration tolerance;
    private final FailureLog failures;
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable Error error;
    private volatile long failingSinceNanos;

    /** One repetition. */
    public interface Work {
        /** Returns the pause before the next repetition; after a failure it is a second. */
        Duration repeat() throws Exception;
    }

    BackgroundTask(String name, Work work, Duration tolerance) {
        this.name = name;
        this.work = work;
        this.tolerance = tolerance;
        this.failures = new FailureLog(name);
        this.thread = new Thread(this::loop, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    public String name() {
        return name;
    }

    /**
     * Returns why the work is not done any more: its thread has ended, or only errors were thrown for longer than is
     * tolerated, which a restart may fix. Exceptions (such as a full disk) do not count: a restart would not help.
     */
    public Optional<String> fault() {
        if (closed) {
            return Optional.empty();
        }
        if (!thread.isAlive()) {
            return Optional.of("the thread has ended");
        }
        Error current = error;
        return current != null && System.nanoTime() - failingSinceNanos > tolerance.toNanos()
                ? Optional.of("fails each time: " + current)
                : Optional.empty();
    }

    /** Starts no further repetition; one that has begun is not interrupted. */
    @Override
    public void close() {
        closed = true;
        synchronized (this) {
            notifyAll();
        }
    }

    /** Like {@link #close}, and interrupts a repetition that has begun. */
    public void interrupt() {
        close();
        thread.interrupt();
    }

    private void loop() {
        while (!closed) {
            Duration pause = PAUSE_AFTER_FAILURE;
            try {
                pause = work.repeat();
                succeeded();
            } catch (Throwable e) {
                failed(e);
            }
            pause(pause);
        }
    }

    private void succeeded() {
        error = null;
        failures.succeeded();
    }

    private void failed(Throwable e) {
        if (closed) {
            return;
        }
        if (e instanceof Error thrown) {
            failingSinceNanos = error == null ? System.nanoTime() : failingSinceNanos;
            error = thrown;
        } else {
            error = null;
        }
        try {
            failures.failed(e);
        } catch (Throwable again) {
            // there may be no memory to log it with
        }
    }

    private void pause(Duration pause) {
        try {
            waitUntilClosed(pause);
        } catch (Throwable e) {
            // interrupted: repeated early, unless closed
        }
    }

    private synchronized void waitUntilClosed(Duration pause) throws InterruptedException {
        long end = System.nanoTime() + pause.toNanos();
        for (long left = pause.toMillis(); !closed && left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }
}
