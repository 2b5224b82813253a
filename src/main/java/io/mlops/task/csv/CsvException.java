package io.mlops.task.csv;

import org.jspecify.annotations.Nullable;

/** The file cannot be read as requested. The message starts with the position, if there is one: line, then column. */
public final class CsvException extends Exception {
    private static final long serialVersionUID = 1L;

    private final long line;

    private CsvException(long line, String message) {
        super(message);
        this.line = line;
    }

    /** The file as a whole is invalid. */
    static CsvException ofFile(String message) {
        return new CsvException(0, message);
    }

    static CsvException at(long line, String message) {
        return at(line, null, message);
    }

    /** @param column null if the problem is the line itself */
    static CsvException at(long line, @Nullable String column, String message) {
        String place = column == null ? "line " + line : "line " + line + ", column \"" + column + '"';
        return new CsvException(line, place + ": " + message);
    }

    /** Returns a copy whose message says what to do. */
    CsvException withRemedy(String remedy) {
        return new CsvException(line, getMessage() + remedy);
    }

    /** Returns the line, from 1, on which the invalid record starts; 0 if the file as a whole is invalid. */
    public long line() {
        return line;
    }
}
