package io.mlops.task.run;

/** Why a run is told to stop before it is done. */
public enum StopReason {
    CANCELLED("The run was cancelled"),
    TIMED_OUT("The run took longer than a run may take"),
    /** It stays queued and runs again at the next start. */
    SHUTDOWN("The process was told to end");

    private final String message;

    StopReason(String message) {
        this.message = message;
    }

    public String message() {
        return message;
    }
}
