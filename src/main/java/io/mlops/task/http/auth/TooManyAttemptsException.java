package io.mlops.task.http.auth;

import java.time.Duration;

/** Credentials that were not verified, because there were too many wrong ones, or there are too many at the same time. */
public final class TooManyAttemptsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    TooManyAttemptsException(Duration retryAfter) {
        super("Too many attempts to log in", null, false, false);
        this.retryAfter = retryAfter;
    }

    /** In whole seconds, at least 1. */
    public long retryAfterSeconds() {
        return Math.max(1, retryAfter.plusMillis(999).toSeconds());
    }
}
