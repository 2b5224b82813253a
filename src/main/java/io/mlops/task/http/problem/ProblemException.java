package io.mlops.task.http.problem;

import io.mlops.task.text.SafeText;
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

    /** The reason names files: it is for the log, not for the client. */
    public static ProblemException modelUnreadable(String what) {
        return new ProblemException(
                ProblemDetails.Type.MODEL_UNREADABLE,
                what + " cannot be read; the service's log says why",
                SECONDS_TO_RETRY);
    }

    public static ProblemException noSuchRun(String id) {
        return new ProblemException(ProblemDetails.Type.NOT_FOUND, "There is no run \"" + SafeText.excerpt(id) + '"');
    }

    public ProblemDetails.Type type() {
        return type;
    }

    @Nullable
    Long retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
