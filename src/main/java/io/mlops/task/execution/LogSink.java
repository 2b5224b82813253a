package io.mlops.task.execution;

import java.io.Closeable;
import java.io.IOException;

/** Where the lines of a run's log go. */
public interface LogSink extends Closeable {

    /**
     * Appends to the log.
     *
     * @param lines UTF-8, one or more complete lines with their newlines; visible to readers at once
     */
    void write(byte[] lines) throws IOException;
}
