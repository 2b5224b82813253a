package io.mlops.task.http;

import org.jspecify.annotations.Nullable;

/** A request that is answered with a problem. */
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ProblemDetails.Type kind;
    private final @Nullable Long retryAfterSeconds;

    ProblemException(ProblemDetails.Type kind, String detail) {
        this(kind, detail, null);
    }

    ProblemException(ProblemDetails.Type kind, String detail, @Nullable Long retryAfterSeconds) {
        super(detail, null, false, false);
        this.kind = kind;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    static ProblemException invalid(String detail) {
        return new ProblemException(ProblemDetails.Type.INVALID_REQUEST, detail);
    }

    static ProblemException noSuchRun(String id) {
        return new ProblemException(ProblemDetails.Type.NOT_FOUND, "There is no run \"" + SafeText.excerpt(id) + '"');
    }

    ProblemDetails.Type kind() {
        return kind;
    }

    @Nullable
    Long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
