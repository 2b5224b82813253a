package io.mlops.task.series;

/** Rows cannot be put in order, or repeat, as the configuration does not allow; the message says what to do. */
public final class OrderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OrderException(String message) {
        super(message);
    }
}
