package io.mlops.task.http;

import org.jspecify.annotations.Nullable;

/** A request that is answered with a problem. */
final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Problem.Kind kind;
    private final @Nullable Long retryAfterSeconds;

    ProblemException(Problem.Kind kind, String detail) {
        this(kind, detail, null);
    }

    ProblemException(Problem.Kind kind, String detail, @Nullable Long retryAfterSeconds) {
        super(detail, null, false, false);
        this.kind = kind;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    static ProblemException invalid(String detail) {
        return new ProblemException(Problem.Kind.INVALID_REQUEST, detail);
    }

    static ProblemException noSuchRun(String id) {
        return new ProblemException(Problem.Kind.NOT_FOUND, "There is no run \"" + Texts.shown(id) + '"');
    }

    Problem.Kind kind() {
        return kind;
    }

    @Nullable
    Long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
