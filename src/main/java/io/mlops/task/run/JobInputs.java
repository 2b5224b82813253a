package io.mlops.task.run;

import io.mlops.task.execution.InputFile;
import java.io.Closeable;
import java.nio.file.Path;

/**
 * The input and the configuration of a run as local files, or an input in memory: the CSV kernel reads blocks of a file by
 * position, several threads at a time. This is the only place where a store hands out a path. A store that keeps its runs elsewhere downloads
 * both to a scratch directory and deletes them on {@link #close}.
 */
public interface JobInputs extends Closeable {
    InputFile input();

    Path config();

    /** Never fails. */
    @Override
    void close();
}
