package io.mlops.task.series;

/** The rows cannot be sorted, or have duplicate timestamps that the configuration does not allow; the message says what to do. */
public final class OrderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    OrderException(String message) {
        super(message);
    }
}
