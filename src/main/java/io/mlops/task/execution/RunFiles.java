package io.mlops.task.execution;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a run leaves its log and its metrics record. */
public interface RunFiles {

    /** Opens the log; a line is there as soon as it is written. */
    List<LogSink> openLog() throws IOException;

    /** Where a line goes that says why {@link #openLog} failed. */
    default List<LogSink> fallbackLog() {
        return List.of();
    }

    /** Makes the record visible, whole or not at all. */
    void writeMetrics(String record) throws IOException;

    /** Whether the run keeps what a plot of it needs; if not, a pipeline should make none. */
    default boolean storesSeries() {
        return false;
    }

    /** Keeps what a plot of the run needs, whole or not at all. */
    default void writeSeries(byte[] series) throws IOException {}

    /** Starts the artifacts of a run; null if they are not stored, so that none need be made. */
    default @Nullable Artifacts artifacts() throws IOException {
        return null;
    }
}
