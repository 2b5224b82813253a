package io.mlops.task.layout;

/** The file as a whole cannot be read as text of rows; the message says what it is and what to do. */
public final class UnreadableFileException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableFileException(String message) {
        super(message);
    }
}
