package io.mlops.task.run;

import java.time.Duration;

/** The queue has no capacity for another run; nothing of it was stored. */
public final class QueueFullException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Duration retryAfter;

    QueueFullException(int capacity, Duration retryAfter) {
        super("The queue is full: " + capacity + " runs are queued");
        this.retryAfter = retryAfter;
    }

    /** Returns the time until the queue should have capacity, estimated from recent run times. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
