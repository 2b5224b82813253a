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
        assertThat(running.label()).isEqualTo("running");
    }

    @Test
    void shouldMoveFromQueuedToCancelledWithoutAnAttempt() {
        RunState.Ended cancelled = queued.cancel(ENDED);
        assertThat(cancelled.label()).isEqualTo("cancelled");
        assertThat(cancelled.startedAt()).isNull();
        assertThat(cancelled.attempt()).isZero();
    }

    @Test
    void shouldMoveFromRunningToEachFinalState() {
        for (RunState.FinalState ending : RunState.FinalState.values()) {
            RunState.Ended ended = running.end(ending, ENDED);
            assertThat(ended.label()).isEqualTo(ending.label());
            assertThat(ended.isEnded()).isTrue();
            assertThat(ended.startedAt()).isEqualTo(STARTED);
        }
    }

    @Test
    void shouldCountAnInterruptedAttempt() {
        assertThat(running.requeue().start(ENDED).attempt()).isEqualTo(2);
    }

    @Test
    void shouldNotCountAnAttemptThatAShutdownEnded() {
        assertThat(running.requeueUncounted().start(ENDED).attempt()).isEqualTo(1);
    }

    @Test
    void shouldRetainTheTimeOfTheSubmissionInEveryTransition() {
        assertThat(running.requeue().queuedAt()).isEqualTo(QUEUED);
        assertThat(running.end(RunState.FinalState.FAILED, ENDED).queuedAt()).isEqualTo(QUEUED);
    }
}
