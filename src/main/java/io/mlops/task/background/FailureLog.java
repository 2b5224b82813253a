package io.mlops.task.background;

import org.jspecify.annotations.Nullable;

/**
 * Logs a task's failure once per exception type, and its recovery after {@value #SUCCESSES_TO_RECOVER} successes in a row,
 * because some tasks have nothing to do most of the time.
 */
final class FailureLog {
    static final int SUCCESSES_TO_RECOVER = 60;

    private static final System.Logger LOGGER = System.getLogger(FailureLog.class.getName());

    private final String task;
    private @Nullable Class<?> failure;
    private int successes;

    FailureLog(String task) {
        this.task = task;
    }

    void failed(Throwable thrown) {
        successes = 0;
        if (failure != thrown.getClass()) {
            boolean expected = !(thrown instanceof RuntimeException || thrown instanceof Error);
            LOGGER.log(System.Logger.Level.WARNING, task + " failed, will retry: " + thrown, expected ? null : thrown);
            failure = thrown.getClass();
        }
    }

    void succeeded() {
        if (failure != null && ++successes >= SUCCESSES_TO_RECOVER) {
            failure = null;
            LOGGER.log(System.Logger.Level.INFO, "Recovered: " + task);
        }
    }
}
