package io.mlops.task.model.data;

import org.jspecify.annotations.Nullable;

/** Something about data, a model or the registry is not as it must be; the message says where, what was found, what was wanted. */
public class ModelException extends Exception {
    private static final long serialVersionUID = 1L;

    public ModelException(String message) {
        super(message);
    }

    public ModelException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
