package io.mlops.task.cli;

/** A command line that cannot be understood. */
public final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
