package io.mlops.task.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BackgroundTasksTest {
    private static final Duration SHORT = Duration.ofMillis(1);

    private final BackgroundTasks tasks = new BackgroundTasks(Duration.ZERO);
    private final AtomicInteger repetitions = new AtomicInteger();

    @AfterEach
    void close() {
        tasks.close();
    }

    /** All at once, because each waits for the pause after its failure. */
    @Test
    void shouldRepeatATaskWhateverItThrows() throws Exception {
        List<Throwable> throwables = List.of(
                new OutOfMemoryError("a test's"),
                new StackOverflowError("a test's"),
                new NoClassDefFoundError("a test's"),
                new AssertionError("a test's"),
                new ThreadDeath(),
                new InterruptedException("a test's"),
                new IllegalStateException("a test's"),
                new IOException("a test's"),
                new Throwable("a test's"),
                new UnprintableError());
        Map<String, CountDownLatch> remaining = new LinkedHashMap<>();
        Map<String, BackgroundTask> started = new LinkedHashMap<>();
        for (Throwable thrown : throwables) {
            String name = thrown.getClass().getSimpleName();
            // the third repetition starts after the second, which has not failed
            CountDownLatch repeated = new CountDownLatch(3);
            remaining.put(name, repeated);
            started.put(name, tasks.start(name, SHORT, () -> {
                repeated.countDown();
                if (repeated.getCount() == 2) {
                    BackgroundTasksTest.<RuntimeException>sneak(thrown);
                }
            }));
        }

        assertThat(started).hasSameSizeAs(throwables);
        for (Map.Entry<String, BackgroundTask> task : started.entrySet()) {
            assertThat(remaining.get(task.getKey()).await(20, TimeUnit.SECONDS))
                    .as(task.getKey())
                    .isTrue();
            assertThat(task.getValue().fault()).as(task.getKey()).isEmpty();
        }
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
