package io.mlops.task.execution;

/** Is notified of a run's progress; called often, so it should return quickly. */
public interface ProgressListener {
    /** Not a lambda: Java's startup cache does not contain those of an interface, and linking one takes 8 ms. */
    ProgressListener NONE = new ProgressListener() {
        @Override
        public void onProgress(long bytes, long totalBytes, long rows) {}
    };

    /**
     * @param bytes of the input read so far
     * @param totalBytes of the input, -1 if unknown
     * @param rows read so far
     */
    void onProgress(long bytes, long totalBytes, long rows);

    /** Returns why the run is cancelled, for its record. */
    default String cancellationReason() {
        return "The run was stopped before it was done";
    }
}
