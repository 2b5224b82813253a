package io.mlops.task.http.problem;

import org.jspecify.annotations.Nullable;

/** A request that is answered with a problem. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final long SECONDS_TO_RETRY = 5;

    private final ProblemDetails.Type type;
    private final @Nullable Long retryAfterSeconds;

    public ProblemException(ProblemDetails.Type type, String detail) {
        this(type, detail, null);
    }

    public ProblemException(ProblemDetails.Type type, String detail, @Nullable Long retryAfterSeconds) {
        super(detail, null, false, false);
        this.type = type;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    public static ProblemException invalid(String detail) {
        return new ProblemException(ProblemDetails.Type.INVALID_REQUEST, detail);
    }

    /** Without the reason, which names files and is only for the log. */
    public static ProblemException modelUnreadable(String what) {
        return new ProblemException(
                ProblemDetails.Type.MODEL_UNREADABLE,
                what + " cannot be read; see the service's log",
                SECONDS_TO_RETRY);
    }

    public ProblemDetails.Type type() {
        return type;
    }

    @Nullable
    Long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
