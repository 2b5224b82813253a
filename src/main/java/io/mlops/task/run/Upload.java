package io.mlops.task.run;

import java.io.Closeable;

/** A file that a store has received. A run takes it over as its input, or {@link #close} deletes it. */
public interface Upload extends Closeable {
    long bytes();

    /** In hex. */
    String sha256();

    /** Deletes it unless a run has taken it over. Never fails: what cannot be deleted now, the store deletes when it is opened. */
    @Override
    void close();
}
