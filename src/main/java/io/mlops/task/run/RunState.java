package io.mlops.task.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where a run is in its life. The legal moves are the methods; an illegal one does not exist. */
public sealed interface RunState {

    /** In one word, for people and programs outside. */
    String label();

    Instant queuedAt();

    /** Null where no attempt has begun. */
    @Nullable
    Instant startedAt();

    /** Null where the run has not ended. */
    @Nullable
    Instant endedAt();

    /** Attempts that have begun. */
    int attempt();

    default boolean isEnded() {
        return endedAt() != null;
    }

    /** Accepted and waiting for a worker. */
    record Queued(Instant queuedAt, int attempt) implements RunState {
        public static Queued first(Instant now) {
            return new Queued(now, 0);
        }

        public Running start(Instant now) {
            return new Running(queuedAt, now, attempt + 1);
        }

        public Ended cancel(Instant now) {
            return new Ended(FinalState.CANCELLED, queuedAt, null, now, attempt);
        }

        @Override
        public String label() {
            return "queued";
        }

        @Override
        public @Nullable Instant startedAt() {
            return null;
        }

        @Override
        public @Nullable Instant endedAt() {
            return null;
        }
    }

    /** A worker is at it, or was when the process ended. */
    record Running(Instant queuedAt, Instant startedAt, int attempt) implements RunState {
        public Ended end(FinalState ending, Instant now) {
            return new Ended(ending, queuedAt, startedAt, now, attempt);
        }

        /** The process ended before the run did. */
        public Queued requeue() {
            return new Queued(queuedAt, attempt);
        }

        /** The process was told to end: the attempt does not count. */
        public Queued requeueUncounted() {
            return new Queued(queuedAt, attempt - 1);
        }

        @Override
        public String label() {
            return "running";
        }

        @Override
        public @Nullable Instant endedAt() {
            return null;
        }
    }

    /** Over for good. */
    record Ended(
            FinalState ending, Instant queuedAt, @Nullable Instant startedAt, Instant endedAt, int attempt)
            implements RunState {
        @Override
        public String label() {
            return ending.label();
        }
    }
}
