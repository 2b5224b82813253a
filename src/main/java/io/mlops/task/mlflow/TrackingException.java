package io.mlops.task.mlflow;

import org.jspecify.annotations.Nullable;

/** The server did not answer, or did not do what it was asked; the message says what was asked and what came back. */
public final class TrackingException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean outage;
    private final String code;

    private TrackingException(String message, boolean outage, String code, @Nullable Throwable cause) {
        super(message, cause);
        this.outage = outage;
        this.code = code;
    }

    /** Nothing that is asked now will be done. */
    static TrackingException unavailable(String message, @Nullable Throwable cause) {
        return new TrackingException(message, true, "", cause);
    }

    /** This one request is refused; others may be done. */
    static TrackingException rejected(String message, String code) {
        return new TrackingException(message, false, code, null);
    }

    boolean isUnavailable() {
        return outage;
    }

    /** Whether it is MLflow's error of that name, e.g. {@code RESOURCE_DOES_NOT_EXIST}. */
    boolean is(String wanted) {
        return code.equals(wanted);
    }
}
