package io.mlops.task.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RunStateTest {
    private static final Instant QUEUED = Instant.parse("2026-01-31T12:00:00Z");
    private static final Instant STARTED = QUEUED.plusSeconds(5);
    private static final Instant ENDED = STARTED.plusSeconds(5);

    private final RunState.Queued queued = RunState.Queued.first(QUEUED);
    private final RunState.Running running = queued.start(STARTED);

    @Test
    void shouldMoveFromQueuedToRunning() {
        assertThat(running).isEqualTo(new RunState.Running(QUEUED, STARTED, 1));
        assertThat(running.word()).isEqualTo("running");
    }

    @Test
    void shouldMoveFromQueuedToCancelledWithoutAnAttempt() {
        RunState.Ended cancelled = queued.cancel(ENDED);
        assertThat(cancelled.word()).isEqualTo("cancelled");
        assertThat(cancelled.startedAt()).isNull();
        assertThat(cancelled.attempt()).isZero();
    }

    @Test
    void shouldMoveFromRunningToEachEnding() {
        for (Ending ending : Ending.values()) {
            RunState.Ended ended = running.end(ending, ENDED);
            assertThat(ended.word()).isEqualTo(ending.word());
            assertThat(ended.isEnded()).isTrue();
            assertThat(ended.startedAt()).isEqualTo(STARTED);
        }
    }

    @Test
    void shouldCountAnInterruptedAttempt() {
        assertThat(running.again().start(ENDED).attempt()).isEqualTo(2);
    }

    @Test
    void shouldNotCountAnAttemptThatAShutdownEnded() {
        assertThat(running.undone().start(ENDED).attempt()).isEqualTo(1);
    }

    @Test
    void shouldKeepTheTimeOfTheSubmitThroughEveryMove() {
        assertThat(running.again().queuedAt()).isEqualTo(QUEUED);
        assertThat(running.end(Ending.FAILED, ENDED).queuedAt()).isEqualTo(QUEUED);
    }
}
