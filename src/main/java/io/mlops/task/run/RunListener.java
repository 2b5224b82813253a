package io.mlops.task.run;

import java.io.IOException;
import java.time.Duration;

/** Hears what happens to runs; called on the thread that makes it happen, so it should do little. */
public interface RunListener {
    RunListener NONE = new RunListener() {};

    default void submitted(Run run) {}

    /** @param reason one of few words, such as {@code queue_full} */
    default void rejected(String reason) {}

    default void started(Run run, Duration waited) {}

    /** @param ran how long the last attempt took; zero where none began */
    default void ended(Run run, Duration ran) {}

    /** A run was found unfinished at the start and is queued again. */
    default void recovered(Run run) {}

    /** A change could not be saved: until a later save succeeds, memory is newer than the store. */
    default void saveFailed(Run run, IOException why) {}

    /** Nobody took the news of a run's end, or not yet. */
    default void callbackFailed(Run run, String why) {}

    default void deleted(Run run, boolean byRetention) {}
}
