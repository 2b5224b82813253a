package io.mlops.task.run;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where runs are kept. What is written appears whole or not at all, also when the process is killed. */
public interface RunStore extends Closeable {

    /** Every run that is kept, in no order. */
    List<Run> load() throws IOException;

    /**
     * Keeps a new run with its input and configuration; when it returns, the run survives a crash, when it throws nothing
     * is left of it.
     */
    void create(Run run, Submission submission) throws IOException;

    /** Deletes an upload that no run took; nothing to do where one did. */
    void discard(@Nullable Path upload);

    /** Replaces what is kept of a run. */
    void save(Run run) throws IOException;

    /** Whether the run is still there; people may delete one by hand. */
    boolean exists(RunId id);

    /** Takes a run away whole. */
    void delete(RunId id) throws IOException;

    /** What a run takes on disk. */
    long sizeInBytes(RunId id) throws IOException;

    /** What is left on the disk; 0 where that is not known. */
    long freeBytes();

    boolean isWritable();

    /** A file with the run's uploaded input that a new run may take as its own. */
    Path linkInput(Run run) throws IOException;

    RunFiles files(RunId id);

    Path input(Run run);

    Path config(RunId id);

    Path metrics(RunId id);

    Path log(RunId id);

    /** What a plot of the run needs; not every run leaves it. */
    Path series(RunId id);

    /** The folder of the files that the run left beside its record; not every run leaves any. */
    Path artifacts(RunId id);
}
