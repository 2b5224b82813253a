package io.mlops.task.layout;

/** The file cannot be read as rows of text; the message says what it is and what to do. */
public final class UnreadableFileException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableFileException(String message) {
        super(message);
    }
}
