package io.mlops.task.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.model.data.ModelException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TaskFailureLogTest {
    private final List<String> logged = new ArrayList<>();
    private final TaskFailureLog failures = new TaskFailureLog();
    private final Logger logger = Logger.getLogger(TaskFailureLog.class.getName());
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord logged) {
            String stackTrace = logged.getThrown() == null ? "" : " with stack trace";
            TaskFailureLogTest.this.logged.add(logged.getLevel() + " " + logged.getMessage() + stackTrace);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        logger.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(handler);
    }

    @Test
    void shouldLogAFailureOnceUntilItsRecoveryAndTheRecovery() {
        failures.failed("Write", new IOException("no space in .tmp1"));
        failures.failed("Write", new IOException("no space in .tmp2"));
        succeed(TaskFailureLog.SUCCESSES_TO_RECOVER - 1);
        failures.failed("Write", new IOException("no space in .tmp2"));
        succeed(TaskFailureLog.SUCCESSES_TO_RECOVER + 1);
        failures.failed("Write", new IOException("no space in .tmp3"));

        assertThat(logged)
                .extracting(line -> line.replace("WARNING", "WARN"))
                .containsExactly(
                        "WARN Write failed, will retry: java.io.IOException: no space in .tmp1",
                        "INFO Recovered: Write",
                        "WARN Write failed, will retry: java.io.IOException: no space in .tmp3");
    }

    @Test
    void shouldLogAFailureOfAnotherTypeAndOfAnotherTask() {
        failures.failed("Write", new IOException("no space"));
        failures.failed("Write", new ModelException("no model"));
        failures.failed("Read", new IOException("no space"));

        assertThat(logged).hasSize(3);
    }

    @Test
    void shouldLogTheStackTraceOfAnUnexpectedFailure() {
        failures.failed("Write", new OutOfMemoryError("a test's"));

        assertThat(logged)
                .extracting(line -> line.replace("WARNING", "WARN"))
                .containsExactly(
                        "WARN Write failed, will retry: java.lang.OutOfMemoryError: a test's with stack trace");
    }

    private void succeed(int times) {
        for (int i = 0; i < times; i++) {
            failures.succeeded("Write");
        }
    }
}
