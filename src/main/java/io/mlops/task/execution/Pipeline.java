package io.mlops.task.execution;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** A job that can be run. The same job gives the same result each time. */
public interface Pipeline {

    /** The files of this program, relative to its home, that a job uses if it names none. */
    record Defaults(String input, String config) {}

    String name();

    Defaults defaults();

    ConfigSchema schema();

    /**
     * Runs the job.
     *
     * @throws JobException if the job fails for an expected reason
     * @throws IOException if the input cannot be read
     * @throws InterruptedException if the run is cancelled
     */
    RunResult run(RunContext context) throws JobException, IOException, InterruptedException;

    /** Whether it computes a signal for each row. */
    default boolean hasSignals() {
        return false;
    }

    /**
     * Computes a successful run again, and writes its rows as CSV.
     *
     * @param gzip whether to compress them
     * @throws IOException if the input cannot be read, or the rows cannot be written
     */
    default void writeSignals(Job job, SignalRange range, OutputStream out, boolean gzip)
            throws JobException, IOException, InterruptedException {
        throw new UnsupportedOperationException(name() + " has no signals");
    }

    /**
     * Returns the points for the plot of a successful run; null if this pipeline has no plot.
     *
     * @param stored what the run stored with {@link RunContext#storeSeries}; null if it stored nothing
     * @param job to read rows again if the stored points are too few; null if its input has changed
     */
    default @Nullable Series series(byte @Nullable [] stored, @Nullable Job job, Series.Range range)
            throws JobException, IOException, InterruptedException {
        return null;
    }
}
