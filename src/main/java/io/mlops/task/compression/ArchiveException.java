package io.mlops.task.compression;

import java.io.IOException;

/** The archive cannot be read as one file; the message says what it is and what to do. */
public final class ArchiveException extends IOException {
    private static final long serialVersionUID = 1L;

    ArchiveException(String message) {
        super(message);
    }
}
