package io.mlops.task.run;

import io.mlops.task.execution.RunFiles;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * Where runs are stored. A write is atomic and survives a crash once its method has returned. Content is handed out as
 * {@link StoredFile}s, so that a store need not be a local directory.
 */
public interface RunStore extends Closeable {

    /** Every run that can be read, in no order. */
    List<Run> load() throws IOException;

    /** Receives and hashes a file that may become the input of a run; an exception leaves nothing behind. */
    Upload receive(InputStream content) throws IOException;

    /** Returns the uploaded input of a run as an upload for a new run. It outlives the first run. */
    Upload linkInput(Run run) throws IOException;

    /**
     * Stores a new run with its input and configuration; takes over the submission's upload. When it returns, the run
     * survives a crash; when it throws, nothing is left of the run.
     */
    void create(Run run, Submission submission) throws IOException;

    /** Replaces the record of a run; does nothing if the run was deleted. */
    void save(Run run) throws IOException;

    /**
     * Records that an attempt has started. It survives the end of the process, but need not survive a power failure: the run
     * is then queued as before.
     */
    void saveStart(Run run) throws IOException;

    /** Whether the run still exists: its files may have been deleted manually. */
    boolean exists(RunId id);

    /** Deletes a run atomically; does nothing if there is none. */
    void delete(RunId id) throws IOException;

    /** Storage used by a run. */
    long sizeInBytes(RunId id) throws IOException;

    /** Storage left for runs; {@link Long#MAX_VALUE} if it is unknown or unlimited. */
    long freeBytes();

    /** Whether the store can be written to now. */
    boolean isWritable();

    /** The files that an attempt at the run writes; they survive a crash once the run's end is saved. */
    RunFiles files(Run run);

    /** The inputs of a run for a pipeline to read, as local files or in memory. */
    JobInputs inputs(Run run) throws IOException;

    /** Its attributes are null if a server-side input is no longer a regular file below an input root. */
    StoredFile input(Run run);

    StoredFile config(RunId id);

    StoredFile metrics(RunId id);

    StoredFile log(RunId id);

    /** The data of the run's plot; not every run has it, and none with few rows of an upload. */
    StoredFile series(RunId id);

    /** Returns the files that the run wrote in addition to its record, by name; empty if there are none. */
    List<StoredFile> artifacts(RunId id) throws IOException;
}
