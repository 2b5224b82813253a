package io.mlops.task.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.execution.SettableClock;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunQueueTest {
    private final RunIds ids = new RunIds(new SettableClock(), new Random(7));
    private final RunQueue queue = new RunQueue(2, 2);

    @Test
    void shouldRejectOneMoreThanItsCapacity() throws Exception {
        queue.reserve();
        queue.reserve();
        assertThatThrownBy(queue::reserve)
                .isInstanceOf(QueueFullException.class)
                .hasMessage("The queue is full: 2 runs are queued");
    }

    @Test
    void shouldHaveCapacityAgainAfterARelease() throws Exception {
        queue.reserve();
        queue.reserve();
        queue.release();
        queue.reserve();
        assertThat(queue.size()).isZero();
    }

    @Test
    void shouldReturnRunsInTheOrderOfArrival() throws Exception {
        RunId first = add();
        RunId second = add();
        assertThat(queue.take()).isEqualTo(first);
        assertThat(queue.take()).isEqualTo(second);
    }

    @Test
    void shouldRestoreMoreThanItsCapacityAfterARestart() throws Exception {
        for (int i = 0; i < 5; i++) {
            queue.restore(ids.next(), false);
        }
        assertThat(queue.size()).isEqualTo(5);
        assertThatThrownBy(queue::reserve).isInstanceOf(QueueFullException.class);
    }

    @Test
    void shouldExecuteAnExclusiveRunAlone() throws Exception {
        RunId first = ids.next();
        RunId alone = ids.next();
        RunId last = ids.next();
        queue.restore(first, false);
        queue.restore(alone, true);
        queue.restore(last, false);
        assertThat(queue.take()).isEqualTo(first);
        BlockingQueue<RunId> taken = takeInTheBackground();
        assertThat(taken.poll(50, TimeUnit.MILLISECONDS)).isNull();
        queue.releaseWorker();
        assertThat(taken.poll(9, TimeUnit.SECONDS)).isEqualTo(alone);
        assertThat(taken.poll(50, TimeUnit.MILLISECONDS)).isNull();
        queue.releaseWorker();
        assertThat(taken.poll(9, TimeUnit.SECONDS)).isEqualTo(last);
    }

    @Test
    void shouldNotWaitForAnExclusiveRunThatIsRemoved() throws Exception {
        RunId first = ids.next();
        RunId alone = ids.next();
        RunId last = ids.next();
        queue.restore(first, false);
        queue.restore(alone, true);
        queue.restore(last, false);
        assertThat(queue.take()).isEqualTo(first);
        BlockingQueue<RunId> taken = takeInTheBackground();
        queue.remove(alone);
        assertThat(taken.poll(9, TimeUnit.SECONDS)).isEqualTo(last);
    }

    private BlockingQueue<RunId> takeInTheBackground() {
        BlockingQueue<RunId> taken = new LinkedBlockingQueue<>();
        Thread taker = new Thread(() -> {
            try {
                while (true) {
                    RunId id = queue.take();
                    if (id == null) {
                        return;
                    }
                    taken.add(id);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        taker.setDaemon(true);
        taker.start();
        return taken;
    }

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void shouldReturnNothingOnceItIsClosed() throws Exception {
        add();
        queue.close();
        assertThat(queue.take()).isNull();
    }

    @Test
    void shouldEstimateFromTheMeasuredRunTimes() throws Exception {
        for (int i = 0; i < 100; i++) {
            queue.recordDuration(Duration.ofSeconds(60));
        }
        add();
        add();
        assertThat(queue.timePerRun()).isEqualTo(Duration.ofSeconds(60));
        assertThat(queue.timeUntilEmpty()).isEqualTo(Duration.ofSeconds(120));
        assertThatThrownBy(queue::reserve).satisfies(e -> assertThat(((QueueFullException) e).retryAfter())
                .isEqualTo(Duration.ofSeconds(30)));
    }

    private RunId add() throws QueueFullException {
        RunId id = ids.next();
        queue.reserve();
        queue.add(id);
        return id;
    }
}
