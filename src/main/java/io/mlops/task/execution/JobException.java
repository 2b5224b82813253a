package io.mlops.task.execution;

import org.jspecify.annotations.Nullable;

/** A run fails for an expected reason; the message is written for the reader of metrics.json. */
public class JobException extends Exception {
    private static final long serialVersionUID = 1L;

    public JobException(String message) {
        super(message);
    }

    /** The configuration is invalid. */
    public static final class InvalidConfig extends JobException {
        private static final long serialVersionUID = 1L;

        private final @Nullable String key;
        private final String reason;

        /**
         * @param message the location and the reason
         * @param key that is missing or has an invalid value; null if the fault is not in one key
         */
        public InvalidConfig(String message, @Nullable String key, String reason) {
            super(message);
            this.key = key;
            this.reason = reason;
        }

        public @Nullable String key() {
            return key;
        }

        public String reason() {
            return reason;
        }
    }
}
