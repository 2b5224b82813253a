package io.mlops.task.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BackgroundTasksTest {
    private static final Duration SHORT = Duration.ofMillis(1);

    private final BackgroundTasks tasks = new BackgroundTasks(Duration.ZERO);
    private final AtomicInteger repetitions = new AtomicInteger();

    @AfterEach
    void close() {
        tasks.close();
    }

    static Stream<Arguments> throwables() {
        return Stream.of(
                        new OutOfMemoryError("a test's"),
                        new StackOverflowError("a test's"),
                        new NoClassDefFoundError("a test's"),
                        new AssertionError("a test's"),
                        new ThreadDeath(),
                        new InterruptedException("a test's"),
                        new IllegalStateException("a test's"),
                        new IOException("a test's"),
                        new Throwable("a test's"),
                        new UnprintableError())
                .map(thrown -> Arguments.of(Named.of(thrown.getClass().getSimpleName(), thrown)));
    }

    @ParameterizedTest
    @MethodSource("throwables")
    void shouldRepeatATaskWhateverItThrows(Throwable thrown) throws Exception {
        CountDownLatch goesOn = new CountDownLatch(2);
        BackgroundTask task = tasks.start("Task", SHORT, () -> {
            if (repetitions.incrementAndGet() == 1) {
                BackgroundTasksTest.<RuntimeException>sneak(thrown);
            }
            goesOn.countDown();
        });

        assertThat(goesOn.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(task.fault()).isEmpty();
    }

    @Test
    void shouldNameATaskThatThrowsNothingButErrorsUntilItGoesOn() {
        AtomicReference<Error> error = new AtomicReference<>(new OutOfMemoryError("a test's"));
        tasks.start("Other", SHORT, repetitions::incrementAndGet);
        tasks.start("Task", SHORT, () -> {
            if (error.get() != null) {
                throw error.get();
            }
        });

        await().until(() -> !tasks.faults().get("Task").isEmpty());
        assertThat(tasks.faults())
                .containsEntry("Other", "")
                .containsEntry("Task", "fails each time: java.lang.OutOfMemoryError: a test's");

        error.set(null);
        await().until(() -> tasks.faults().get("Task").isEmpty());
    }

    @Test
    void shouldNotTakeExceptionsThatARestartDoesNotCureForAFault() {
        BackgroundTask task = tasks.start("Task", SHORT, () -> {
            repetitions.incrementAndGet();
            throw new IOException("the disk is full");
        });

        await().until(() -> repetitions.get() >= 2);
        assertThat(task.fault()).isEmpty();
    }

    @Test
    void shouldNotInterruptARepetitionButStartNoOther() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch closed = new CountDownLatch(1);
        BackgroundTask task = tasks.start("Task", SHORT, () -> {
            begun.countDown();
            closed.await();
            repetitions.incrementAndGet();
        });
        begun.await();
        task.close();
        closed.countDown();

        await().until(() -> repetitions.get() == 1);
        Thread.sleep(50);
        assertThat(repetitions).hasValue(1);
        assertThat(task.fault()).isEmpty();
    }

    @Test
    void shouldWaitForThePauseUnlessClosed() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        BackgroundTask task = tasks.start("Task", Duration.ofHours(1), () -> {
            repetitions.incrementAndGet();
            first.countDown();
        });
        first.await();
        Thread.sleep(50);
        assertThat(repetitions).hasValue(1);
        task.close();
        Thread thread = Thread.getAllStackTraces().keySet().stream()
                .filter(each -> each.getName().equals("Task"))
                .findFirst()
                .orElse(null);
        if (thread != null) {
            thread.join(5_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void sneak(Throwable thrown) throws T {
        throw (T) thrown;
    }

    /** Cannot even be logged. */
    private static final class UnprintableError extends Error {
        private static final long serialVersionUID = 1L;

        @Override
        public String getMessage() {
            throw new OutOfMemoryError("a test's, once more");
        }
    }
}
