package io.mlops.task.submission;

/** A submission that is rejected before it becomes a run. */
public final class SubmissionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Why a submission is rejected. */
    public enum Reason {
        /** A parameter other than the configuration is invalid. */
        INVALID_PARAMETER,
        /** A text is longer than what is stored of a run. */
        TOO_LONG,
        /** The input does not exist, or is outside the input directories. */
        INVALID_INPUT,
        /** The input or the configuration of the run to repeat was deleted. */
        INPUT_GONE,
        /** The state of other runs does not allow it. */
        CONFLICT
    }

    public SubmissionException(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    public static SubmissionException invalidParameter(String message) {
        return new SubmissionException(Reason.INVALID_PARAMETER, message);
    }

    public Reason reason() {
        return reason;
    }
}
