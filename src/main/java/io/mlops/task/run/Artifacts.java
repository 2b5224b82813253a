package io.mlops.task.run;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** Files that a run leaves beside its record. They are there all at once, by {@link #commit}, or not at all. */
public interface Artifacts extends Closeable {

    /** Begins a file; to be closed before the commit. */
    OutputStream create(String name) throws IOException;

    /** Makes the files visible, in place of those that an earlier attempt left. */
    void commit() throws IOException;
}
