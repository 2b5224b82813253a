package io.mlops.task.http;

import java.io.IOException;
import java.nio.file.FileSystemException;

/** Tells a body that the client sent wrong from a disk that does not take it: both are only IOExceptions. */
final class BodyFaults {
    private static final String READERS = "org.jboss.resteasy.reactive.server";

    private BodyFaults() {}

    /** Whether the web framework's own body readers found the fault. */
    static boolean isClients(IOException e) {
        StackTraceElement[] trace = e.getStackTrace();
        return !(e instanceof FileSystemException)
                && trace.length > 0
                && trace[0].getClassName().startsWith(READERS);
    }
}
