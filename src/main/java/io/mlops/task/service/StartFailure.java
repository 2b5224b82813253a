package io.mlops.task.service;

import io.quarkus.runtime.QuarkusBindException;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigValidationException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Ends the process with its exit code. If the service could not start, standard error says why in one sentence for each
 * problem, and the stack trace is logged at level DEBUG. Exit codes: 1 if the environment is at fault, 2 if a setting is.
 */
public final class StartFailure implements BiConsumer<Integer, Throwable> {
    private static final int INVALID_SETTING = 2;

    private static final Pattern UNCONVERTED = Pattern.compile(
            ".*The config property (\\S+) with the config value \"(.*?)\" threw an Exception whilst being converted (.*)",
            Pattern.DOTALL);
    private static final Pattern MISSING = Pattern.compile(".*config property (\\S+) is required.*", Pattern.DOTALL);
    private static final Pattern EMPTY =
            Pattern.compile(".*config property (\\S+) is defined as the empty String.*", Pattern.DOTALL);
    private static final Pattern CODE = Pattern.compile("\\b(?:SRCFG|[A-Z]{2,}-?)\\d+:? ");

    @Override
    public void accept(Integer exitCode, @Nullable Throwable failure) {
        if (failure == null) {
            System.exit(exitCode);
            return;
        }
        Throwable cause = rootCause(failure);
        // Not a constant: it would choose the log manager before the framework does.
        Logger.getLogger(StartFailure.class).debug("The service could not start", failure);
        System.err.println("mlops-task: cannot start: " + sentence(cause));
        System.exit(isSetting(cause) ? INVALID_SETTING : Math.max(1, exitCode));
    }

    static String sentence(Throwable cause) {
        if (cause instanceof QuarkusBindException bind) {
            String port = bind.getPort() > 0 ? ":" + bind.getPort() : "";
            return "cannot listen on " + bind.getHost() + port
                    + ": the port is in use or the address is not of this machine; choose others with --port and --host";
        }
        if (cause instanceof ConfigValidationException invalid) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < invalid.getProblemCount(); i++) {
                text.append(i == 0 ? "" : "\n")
                        .append(setting(String.valueOf(invalid.getProblem(i).getMessage())));
            }
            return text.toString();
        }
        if (cause instanceof AccessDeniedException denied) {
            return denied.getFile() + ": permission denied";
        }
        if (cause instanceof NoSuchFileException absent) {
            return absent.getFile() + ": does not exist, or cannot be created";
        }
        if (cause instanceof FileSystemException file) {
            String reason = file.getReason();
            return file.getFile() + ": " + (reason == null ? cause.getClass().getSimpleName() : reason);
        }
        String message = cause.getMessage();
        return message != null && (isSetting(cause) || cause instanceof IOException) ? message : cause.toString();
    }

    static String setting(String problem) {
        Matcher empty = EMPTY.matcher(problem);
        if (empty.matches()) {
            return empty.group(1) + " must not be empty";
        }
        Matcher unconverted = UNCONVERTED.matcher(problem);
        if (unconverted.matches()) {
            String reason = CODE.matcher(unconverted.group(3)).replaceAll("");
            return unconverted.group(1) + " has the invalid value \"" + unconverted.group(2) + "\": " + reason;
        }
        Matcher missing = MISSING.matcher(problem);
        return missing.matches()
                ? missing.group(1) + " is missing"
                : CODE.matcher(problem).replaceAll("");
    }

    private static boolean isSetting(Throwable cause) {
        return cause instanceof ConfigurationException || cause instanceof ConfigValidationException;
    }

    private static Throwable rootCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause && !isSetting(cause)) {
            cause = cause.getCause();
        }
        return cause;
    }
}
