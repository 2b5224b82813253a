package io.mlops.task.run;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The queued runs, in order, up to a capacity. Capacity is reserved before a run is stored, so that no run is stored that
 * cannot be queued.
 */
final class RunQueue {
    /** Weight of the latest run in the exponentially weighted average of run times. */
    private static final double SMOOTHING_FACTOR = 0.2;

    private final int capacity;
    private final int workers;
    private final Deque<RunId> waiting = new ArrayDeque<>();
    /** Waiting runs that must run alone. */
    private final Set<RunId> exclusive = new HashSet<>();

    private int reserved;
    private int working;
    private boolean exclusiveRunning;
    private double secondsPerRun = 1;
    private boolean closed;

    RunQueue(int capacity, int workers) {
        this.capacity = capacity;
        this.workers = workers;
    }

    synchronized void reserve() throws QueueFullException {
        if (waiting.size() + reserved >= capacity) {
            throw new QueueFullException(capacity, retryAfter());
        }
        reserved++;
    }

    synchronized void release() {
        reserved--;
    }

    /** Queues a run whose capacity was reserved. */
    synchronized void add(RunId id) {
        waiting.addLast(id);
        reserved--;
        notifyAll();
    }

    /** Called instead of {@link #releaseWorker} if the run could not be started: it becomes the next one again. */
    synchronized void putBack(RunId id) {
        if (exclusiveRunning) {
            exclusive.add(id);
        }
        waiting.addFirst(id);
        releaseWorker();
    }

    /**
     * Queues a run that was accepted before a restart, even beyond the capacity.
     *
     * @param alone whether no other run may execute at the same time
     */
    synchronized void restore(RunId id, boolean alone) {
        waiting.addLast(id);
        if (alone) {
            exclusive.add(id);
        }
        notifyAll();
    }

    /** Waits for the next run; its worker must call {@link #releaseWorker} afterwards. Returns null if the queue is closed. */
    synchronized @Nullable RunId take() throws InterruptedException {
        while (!closed && !isNextDue()) {
            wait();
        }
        if (closed) {
            return null;
        }
        RunId id = waiting.removeFirst();
        exclusiveRunning = exclusive.remove(id);
        working++;
        return id;
    }

    private boolean isNextDue() {
        RunId next = waiting.peekFirst();
        return next != null && !exclusiveRunning && (working == 0 || !exclusive.contains(next));
    }

    /** Called when the worker no longer executes its run. */
    synchronized void releaseWorker() {
        working--;
        exclusiveRunning = false;
        notifyAll();
    }

    synchronized void remove(RunId id) {
        waiting.remove(id);
        exclusive.remove(id);
        notifyAll();
    }

    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    synchronized int size() {
        return waiting.size();
    }

    int capacity() {
        return capacity;
    }

    synchronized void recordDuration(Duration duration) {
        double seconds = duration.toNanos() / 1e9;
        secondsPerRun += SMOOTHING_FACTOR * (seconds - secondsPerRun);
    }

    /** Estimates the time until a worker takes the next run. */
    private Duration retryAfter() {
        return wholeSeconds(secondsPerRun / workers);
    }

    /** Estimates the time until all queued runs have ended. */
    synchronized Duration timeUntilEmpty() {
        return wholeSeconds(secondsPerRun * (waiting.size() + workers) / workers);
    }

    /** Estimates the time until a run that is executed has ended. */
    synchronized Duration timePerRun() {
        return wholeSeconds(secondsPerRun);
    }

    private static Duration wholeSeconds(double seconds) {
        return Duration.ofSeconds(Math.max(1, (long) Math.ceil(seconds)));
    }
}
