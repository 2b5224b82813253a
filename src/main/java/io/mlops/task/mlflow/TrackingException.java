package io.mlops.task.mlflow;

import org.jspecify.annotations.Nullable;

/** The server is unavailable or rejected a request; the message has the request and the response. */
public final class TrackingException extends Exception {
    static final String UNKNOWN_CALL = "ENDPOINT_NOT_FOUND";

    private static final long serialVersionUID = 1L;

    private final boolean unavailable;
    private final String code;

    private TrackingException(String message, boolean unavailable, String code, @Nullable Throwable cause) {
        super(message, cause);
        this.unavailable = unavailable;
        this.code = code;
    }

    /** Any other request would fail, too. */
    static TrackingException unavailable(String message, @Nullable Throwable cause) {
        return new TrackingException(message, true, "", cause);
    }

    /** This request was rejected; others may succeed. */
    static TrackingException rejected(String message, String code) {
        return new TrackingException(message, false, code, null);
    }

    boolean isUnavailable() {
        return unavailable;
    }

    /** Returns whether the server has no such call: it is an older one. */
    boolean isUnknownCall() {
        return code.equals(UNKNOWN_CALL);
    }

    /** Returns whether it is MLflow's error of that code, e.g. {@code RESOURCE_DOES_NOT_EXIST}. */
    boolean hasCode(String expected) {
        return code.equals(expected);
    }
}
