package io.mlops.task.execution;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** Where a run writes each of its rows. Closing it without a commit leaves what was there. */
public interface SignalsFile extends Closeable {

    OutputStream stream();

    /** Whether its bytes are to be compressed by gzip. */
    boolean isCompressed();

    /** Makes what was written visible atomically. */
    void commit() throws IOException;
}
