package io.mlops.task.http;

import java.nio.file.FileSystemException;

/** Tells a body that the client sent wrong from a fault of our own: the web framework throws anything for it. */
final class BodyFaults {
    private static final String[] READERS = {
        "org.jboss.resteasy.reactive.server.core.multipart.",
        "org.jboss.resteasy.reactive.common.headers.",
        "org.jboss.resteasy.reactive.server.vertx.VertxInputStream"
    };

    private BodyFaults() {}

    /** Whether the web framework's own body readers found the fault, perhaps in one of Java's own classes. */
    static boolean isClients(Throwable e) {
        return !(e instanceof FileSystemException) && isReader(thrower(e));
    }

    private static String thrower(Throwable e) {
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
