package io.mlops.task.run;

import java.io.Closeable;
import java.nio.file.Path;

/**
 * The input and the configuration of a run as local files. This is the only place where a store hands out paths: the CSV
 * kernel reads blocks of a file by position, several threads at a time. A store that keeps its runs elsewhere downloads
 * both to a scratch directory and deletes them on {@link #close}.
 */
public interface JobInputs extends Closeable {
    Path input();

    Path config();

    /** Never fails. */
    @Override
    void close();
}
