package io.mlops.task.service;

import io.mlops.task.model.data.ModelException;
import io.quarkus.scheduler.FailedExecution;
import io.quarkus.scheduler.ScheduledExecution;
import io.quarkus.scheduler.SuccessfulExecution;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Logs a scheduled task's failure once per exception type, and its recovery after {@value #SUCCESSES_TO_RECOVER} successes in
 * a row, because some tasks have nothing to do most of the time.
 */
@Singleton
final class TaskFailureLog {
    static final int SUCCESSES_TO_RECOVER = 60;

    private static final Logger LOG = Logger.getLogger(TaskFailureLog.class);

    private final Map<String, Failure> failures = new ConcurrentHashMap<>();

    /** The last logged failure of a task, and its successes since then. */
    private record Failure(Class<?> type, int successes) {}

    void onFailure(@Observes FailedExecution event) {
        failed(task(event.getExecution()), event.getException());
    }

    void onSuccess(@Observes SuccessfulExecution event) {
        succeeded(task(event.getExecution()));
    }

    private static String task(ScheduledExecution execution) {
        return execution.getTrigger().getId();
    }

    void failed(String task, Throwable thrown) {
        Failure before = failures.put(task, new Failure(thrown.getClass(), 0));
        if (before == null || before.type != thrown.getClass()) {
            boolean expected = thrown instanceof IOException || thrown instanceof ModelException;
            LOG.warn(task + " failed, will retry: " + thrown, expected ? null : thrown);
        }
    }

    void succeeded(String task) {
        Failure failure = failures.get(task);
        if (failure != null && failure.successes + 1 < SUCCESSES_TO_RECOVER) {
            failures.put(task, new Failure(failure.type, failure.successes + 1));
        } else if (failure != null) {
            failures.remove(task);
            LOG.info("Recovered: " + task);
        }
    }
}
