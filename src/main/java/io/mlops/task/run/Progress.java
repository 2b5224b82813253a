package io.mlops.task.run;

/** Hears how a run gets on; called often, so it should do little. */
public interface Progress {
    /** No lambda: Java's start-up cache does not keep those of an interface, and to link one takes 8 ms. */
    Progress NONE = new Progress() {
        @Override
        public void advanced(long bytes, long totalBytes, long rows) {}
    };

    /**
     * @param bytes of the input read so far
     * @param totalBytes of the input, -1 where that is not known
     * @param rows read so far
     */
    void advanced(long bytes, long totalBytes, long rows);

    /** Why the run is told to stop, for the record of a run that obeyed. */
    default String stopMessage() {
        return "The run was stopped before it was done";
    }
}
