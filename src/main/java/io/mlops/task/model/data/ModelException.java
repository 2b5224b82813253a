package io.mlops.task.model.data;

import org.jspecify.annotations.Nullable;

/** Data, a model or the registry is invalid; the message has the position and the expected value. */
public class ModelException extends Exception {
    private static final long serialVersionUID = 1L;

    public ModelException(String message) {
        super(message);
    }

    public ModelException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
