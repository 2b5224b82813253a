package io.mlops.task.run;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The state of a run. Its methods are the legal transitions; there are no illegal ones. */
public sealed interface RunState {
    /** The labels of all states, in the order of a run's life cycle. */
    List<String> LABELS = List.of(
            Queued.LABEL,
            Running.LABEL,
            FinalState.SUCCEEDED.label(),
            FinalState.FAILED.label(),
            FinalState.CANCELLED.label());

    /** The name of the state in the API and in files. */
    String label();

    Instant queuedAt();

    /** Null if no attempt has started. */
    @Nullable
    Instant startedAt();

    /** Null if the run has not ended. */
    @Nullable
    Instant endedAt();

    /** Attempts that have started. */
    int attempt();

    default boolean isEnded() {
        return endedAt() != null;
    }

    /** How a run can end. */
    enum FinalState {
        SUCCEEDED,
        FAILED,
        CANCELLED;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Accepted and waiting for a worker. */
    record Queued(Instant queuedAt, int attempt) implements RunState {
        public static final String LABEL = "queued";

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
            return LABEL;
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

    /** A worker is running it, or was when the process ended. */
    record Running(Instant queuedAt, Instant startedAt, int attempt) implements RunState {
        public static final String LABEL = "running";

        public Ended end(FinalState finalState, Instant now) {
            return new Ended(finalState, queuedAt, startedAt, now, attempt);
        }

        /** The process ended before the run did. */
        public Queued requeue() {
            return new Queued(queuedAt, attempt);
        }

        /** The service was shut down: the attempt does not count. */
        public Queued requeueUncounted() {
            return new Queued(queuedAt, attempt - 1);
        }

        @Override
        public String label() {
            return LABEL;
        }

        @Override
        public @Nullable Instant endedAt() {
            return null;
        }
    }

    /** A final state. */
    record Ended(
            FinalState finalState,
            Instant queuedAt,
            @Nullable Instant startedAt,
            Instant endedAt,
            int attempt) implements RunState {
        @Override
        public String label() {
            return finalState.label();
        }
    }
}
