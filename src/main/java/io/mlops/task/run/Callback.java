package io.mlops.task.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The URL to notify when a run has ended.
 *
 * @param attempts deliveries that were tried
 * @param nextAttempt when to try again; null if there is no further attempt, or the run has not ended
 * @param delivered whether an attempt got a 2xx response
 */
public record Callback(String url, int attempts, @Nullable Instant nextAttempt, boolean delivered) {
    public static final int MAX_URL_LENGTH = 2000;

    public static Callback to(String url) {
        return new Callback(url, 0, null, false);
    }

    public Callback due(Instant at) {
        return new Callback(url, attempts, at, delivered);
    }

    public Callback done() {
        return new Callback(url, attempts + 1, null, true);
    }

    /** @param next null to give up */
    public Callback failed(@Nullable Instant next) {
        return new Callback(url, attempts + 1, next, false);
    }
}
