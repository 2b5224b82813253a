package io.mlops.task.execution;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** Files that a run leaves in addition to its record. {@link #commit} makes them visible atomically. */
public interface Artifacts extends Closeable {

    /** Begins a file; to be closed before the commit. */
    OutputStream create(String name) throws IOException;

    /** Makes the files visible, in place of those that an earlier attempt left. */
    void commit() throws IOException;
}
