package io.mlops.task.csv;

/** The file cannot be read as asked; the message says on which line, what was found and what was wanted. */
public final class CsvException extends Exception {
    private static final long serialVersionUID = 1L;

    CsvException(String message) {
        super(message);
    }
}
