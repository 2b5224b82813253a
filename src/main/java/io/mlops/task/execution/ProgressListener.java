package io.mlops.task.execution;

/** Hears how a run gets on; called often, so it should do little. */
public interface ProgressListener {
    /** No lambda: Java's start-up cache does not keep those of an interface, and to link one takes 8 ms. */
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
