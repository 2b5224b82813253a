package io.mlops.task.run;

/** A run failed for a reason that it can name; the message is written for the person who reads metrics.json. */
public final class JobException extends Exception {
    private static final long serialVersionUID = 1L;

    public JobException(String message) {
        super(message);
    }
}
