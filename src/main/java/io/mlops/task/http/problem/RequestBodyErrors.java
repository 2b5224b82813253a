package io.mlops.task.http.problem;

import java.io.IOException;
import java.nio.file.FileSystemException;

/** Distinguishes errors of the client from errors of the service: the web framework throws arbitrary exceptions for both. */
final class RequestBodyErrors {
    private static final String[] READERS = {
        "org.jboss.resteasy.reactive.common.headers.", "org.jboss.resteasy.reactive.server.vertx.VertxInputStream"
    };

    private RequestBodyErrors() {}

    /** Whether a reader of the body threw it, or one of Java's own classes called by such a reader. */
    static boolean isClientError(Throwable e) {
        return !(e instanceof FileSystemException) && isReader(origin(e));
    }

    /** Whether the connection broke while it was read or written. */
    static boolean isBrokenConnection(Throwable e) {
        for (StackTraceElement frame : e.getStackTrace()) {
            if (frame.getClassName().startsWith("io.netty.channel.")) {
                return e instanceof IOException;
            }
        }
        return false;
    }

    private static String origin(Throwable e) {
        for (StackTraceElement frame : e.getStackTrace()) {
            if (!frame.getClassName().startsWith("java.lang.")) {
                return frame.getClassName();
            }
        }
        return "";
    }

    private static boolean isReader(String className) {
        for (String reader : READERS) {
            if (className.startsWith(reader)) {
                return true;
            }
        }
        return false;
    }
}
