package io.mlops.task.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FailureLogTest {
    private final List<String> logged = new ArrayList<>();
    private final FailureLog failures = new FailureLog("Write");
    private final Logger logger = Logger.getLogger(FailureLog.class.getName());
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord logged) {
            String stackTrace = logged.getThrown() == null ? "" : " with stack trace";
            FailureLogTest.this.logged.add(logged.getLevel() + " " + logged.getMessage() + stackTrace);
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
        failures.failed(new IOException("no space in .tmp1"));
        failures.failed(new IOException("no space in .tmp2"));
        succeed(FailureLog.SUCCESSES_TO_RECOVER - 1);
        failures.failed(new IOException("no space in .tmp2"));
        succeed(FailureLog.SUCCESSES_TO_RECOVER + 1);
        failures.failed(new IOException("no space in .tmp3"));

        assertThat(logged)
                .extracting(line -> line.replace("WARNING", "WARN"))
                .containsExactly(
                        "WARN Write failed, will retry: java.io.IOException: no space in .tmp1",
                        "INFO Recovered: Write",
                        "WARN Write failed, will retry: java.io.IOException: no space in .tmp3");
    }

    @Test
    void shouldLogAFailureOfAnotherType() {
        failures.failed(new IOException("no space"));
        failures.failed(new IllegalStateException("no model"));

        assertThat(logged).hasSize(2);
    }

    @Test
    void shouldLogTheStackTraceOfAnUnexpectedFailure() {
        failures.failed(new OutOfMemoryError("a test's"));

        assertThat(logged)
                .extracting(line -> line.replace("WARNING", "WARN"))
                .containsExactly(
                        "WARN Write failed, will retry: java.lang.OutOfMemoryError: a test's with stack trace");
    }

    private void succeed(int times) {
        for (int i = 0; i < times; i++) {
            failures.succeeded();
        }
    }
}
