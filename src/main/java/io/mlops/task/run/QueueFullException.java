package io.mlops.task.run;

import java.time.Duration;

/** No room for another run; nothing was kept of it. */
public final class QueueFullException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Duration retryAfter;

    QueueFullException(int capacity, Duration retryAfter) {
        super("The queue is full: " + capacity + " runs wait");
        this.retryAfter = retryAfter;
    }

    /** When a place should be free, by the run times measured lately. */
    public Duration retryAfter() {
        return retryAfter;
    }
}
