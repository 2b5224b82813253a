package io.mlops.task.run;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who waits, in order, up to a bound. A place is reserved before a run is written to disk, so none is written in vain. */
final class RunQueue {
    private static final double WEIGHT_OF_LATEST = 0.2;

    private final int capacity;
    private final int workers;
    private final Deque<RunId> waiting = new ArrayDeque<>();
    /** Of those that wait. */
    private final Set<RunId> toRunAlone = new HashSet<>();

    private int reserved;
    private int working;
    private boolean oneWorksAlone;
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

    /** Takes the place that was reserved. */
    synchronized void add(RunId id) {
        reserved--;
        waiting.addLast(id);
        notifyAll();
    }

    /**
     * Queues a run that was accepted before a restart, even beyond the bound.
     *
     * @param alone whether no other may run at the same time
     */
    synchronized void restore(RunId id, boolean alone) {
        waiting.addLast(id);
        if (alone) {
            toRunAlone.add(id);
        }
        notifyAll();
    }

    /** Waits for the next, of which {@link #releaseWorker} is to be told in the end; null where the queue is closed. */
    synchronized @Nullable RunId take() throws InterruptedException {
        while (!closed && !isNextDue()) {
            wait();
        }
        if (closed) {
            return null;
        }
        RunId id = waiting.removeFirst();
        oneWorksAlone = toRunAlone.remove(id);
        working++;
        return id;
    }

    private boolean isNextDue() {
        RunId next = waiting.peekFirst();
        return next != null && !oneWorksAlone && (working == 0 || !toRunAlone.contains(next));
    }

    /** One that was taken is not worked at any more. */
    synchronized void releaseWorker() {
        working--;
        oneWorksAlone = false;
        notifyAll();
    }

    synchronized void remove(RunId id) {
        waiting.remove(id);
        toRunAlone.remove(id);
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
        secondsPerRun += WEIGHT_OF_LATEST * (seconds - secondsPerRun);
    }

    /** Until one of the workers has taken the next run. */
    private Duration retryAfter() {
        return wholeSeconds(secondsPerRun / workers);
    }

    /** Until the last one who waits has run, by the run times measured lately. */
    synchronized Duration timeUntilEmpty() {
        return wholeSeconds(secondsPerRun * (waiting.size() + workers) / workers);
    }

    /** Until one who runs has run. */
    synchronized Duration timePerRun() {
        return wholeSeconds(secondsPerRun);
    }

    private static Duration wholeSeconds(double seconds) {
        return Duration.ofSeconds(Math.max(1, (long) Math.ceil(seconds)));
    }
}
