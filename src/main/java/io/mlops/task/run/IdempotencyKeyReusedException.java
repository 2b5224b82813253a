package io.mlops.task.run;

/** An idempotency key was used again with another payload. */
public final class IdempotencyKeyReusedException extends Exception {
    private static final long serialVersionUID = 1L;

    IdempotencyKeyReusedException(String key, RunId first) {
        super("Idempotency-Key \"" + key + "\" was used for run " + first + " with another payload");
    }
}
