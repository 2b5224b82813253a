package io.mlops.task.execution;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** Files that a run writes in addition to its record. {@link #commit} makes them visible atomically. */
public interface Artifacts extends Closeable {
    /** The artifact of a run with groups: a table of them. */
    String GROUPS = "groups.csv";

    /** Starts a file; it must be closed before the commit. */
    OutputStream create(String name) throws IOException;

    /** Makes the files visible; they replace those of an earlier attempt. */
    void commit() throws IOException;
}
