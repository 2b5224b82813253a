package io.mlops.task.run;

import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Is notified of events of runs, on the thread that causes them, so it should return quickly. */
public interface RunListener {
    RunListener NONE = new RunListener() {};

    default void submitted(Run run) {}

    /** @param reason {@link RejectionReason#label}, or the API's own of the same form, from a small set */
    default void rejected(String reason) {}

    default void started(Run run, Duration waited) {}

    /** @param duration of the last attempt; zero if none has started */
    default void ended(Run run, Duration duration) {}

    /** A run that was unfinished at start-up is queued again. */
    default void recovered(Run run) {}

    /** A change could not be saved: until a later save succeeds, memory is newer than the store. */
    default void saveFailed(Run run, IOException cause) {}

    /** A delivery of the run's callback failed; it may be retried. */
    default void callbackFailed(Run run, String reason) {}

    /** @param retention why retention deleted the run; null if a caller did */
    default void deleted(Run run, @Nullable String retention) {}
}
