package io.mlops.task.http.runs;

import io.mlops.task.execution.ConfigFile;
import io.mlops.task.execution.Job;
import io.mlops.task.execution.JobException;
import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.run.JobInputs;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunInput;
import io.mlops.task.run.RunStore;
import io.mlops.task.run.StoredFile;
import io.mlops.task.run.WorkerPool;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Reads the inputs of runs again, for what the runs did not store; a few at a time. */
@Singleton
public final class RereadInputs {
    private static final int READERS = 2;
    /** More, and apart: each lasts as long as its client takes to receive all rows. */
    private static final int STREAMS = 4;

    /** How many inputs are read at the same time. */
    public static final int MAX_AT_ONCE = READERS + STREAMS;

    private static final int WAIT_SECONDS = 10;

    private final RunStore store;
    private final long maxRunBytes;
    private final Semaphore places = new Semaphore(READERS, true);
    private final Semaphore streams = new Semaphore(STREAMS, true);

    RereadInputs(RunStore store, WorkerPool.Limits limits) {
        this.store = store;
        this.maxRunBytes = limits.maxRunBytes();
    }

    /** Does something with the job of a run. */
    @FunctionalInterface
    interface Reader<T> {
        /** @param job null if the input is no longer what the run read */
        T read(@Nullable Job job) throws JobException, IOException, InterruptedException;
    }

    /** @throws ProblemException if too many are read already */
    <T> T read(Run run, Reader<T> reader) throws JobException, IOException, InterruptedException {
        return read(run, reader, places);
    }

    /**
     * Reads while a client receives.
     *
     * @throws ProblemException if too many do already
     */
    <T> T stream(Run run, Reader<T> reader) throws JobException, IOException, InterruptedException {
        return read(run, reader, streams);
    }

    private <T> T read(Run run, Reader<T> reader, Semaphore places)
            throws JobException, IOException, InterruptedException {
        if (!places.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw new ProblemException(
                    ProblemDetails.Type.TOO_MANY_STREAMS, "Too many inputs are being read again", 5L);
        }
        try (JobInputs inputs = store.inputs(run)) {
            return reader.read(hasOriginalInput(run) ? job(run, inputs) : null);
        } finally {
            places.release();
        }
    }

    private Job job(Run run, JobInputs inputs) {
        return new Job(
                inputs.input(),
                run.input().name(),
                ConfigFile.of(inputs.config(), "config.yaml"),
                Runtime.getRuntime().availableProcessors(),
                run.id().value(),
                maxRunBytes);
    }

    /** Returns false if a server-side input was deleted or changed since: its rows are not those that the run read. */
    private boolean hasOriginalInput(Run run) throws IOException {
        RunInput input = run.input();
        StoredFile.Attributes attributes = store.input(run).attributes();
        Instant started = run.state().startedAt();
        if (attributes == null || input.path() == null) {
            return attributes != null;
        }
        return attributes.size() == input.bytes()
                && started != null
                && !attributes.lastModified().isAfter(started);
    }
}
