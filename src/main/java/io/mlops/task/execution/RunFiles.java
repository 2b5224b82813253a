package io.mlops.task.execution;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files that a run writes: its log, its metrics record, and optionally more. */
public interface RunFiles {

    /** Opens the log; a line is visible as soon as it is written. */
    List<LogSink> openLog() throws IOException;

    /** Returns where the reason is logged if {@link #openLog} failed. */
    default List<LogSink> fallbackLog() {
        return List.of();
    }

    /** Writes the record atomically. */
    void writeMetrics(String record) throws IOException;

    /** From how many rows on the data of a plot is stored; {@link Long#MAX_VALUE}: never, a pipeline should compute none. */
    default long minSeriesRows() {
        return Long.MAX_VALUE;
    }

    /** Writes the data of a plot atomically. */
    default void writeSeries(byte[] series) throws IOException {}

    /** Starts the file of a run's signals; null if they are not written. */
    default @Nullable SignalsFile signals() throws IOException {
        return null;
    }

    /** Starts the artifacts of a run; null if they are not stored, so that none need to be computed. */
    default @Nullable Artifacts artifacts() throws IOException {
        return null;
    }
}
