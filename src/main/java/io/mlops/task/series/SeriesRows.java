package io.mlops.task.series;

import io.mlops.task.bytes.ByteBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of one or more series, in processing order. Arrays are reused: they are valid only during the call that receives them. */
public interface SeriesRows {

    int count();

    /** Returns the prices; NaN if missing. */
    double[] values();

    /** Returns nanoseconds since 1970; null if there are no times. */
    long @Nullable [] times();

    /** Returns the times read day first; the same array if that makes no difference. */
    long @Nullable [] dayFirstTimes();

    /** Returns the series of each row; null if there is only one. */
    int @Nullable [] groups();

    /** Returns the line of the file at which a row starts. */
    long line(int row);

    /** Returns the index of a row in the block that these rows are part of; negative if it is from an earlier block. */
    int place(int row);

    /** Appends the time of a row as written in the file; nothing if it is not available. */
    void appendTime(int row, ByteBuilder to);

    /** Returns the texts of all fields of a row; empty if they are not available. */
    List<String> fields(int row);
}
