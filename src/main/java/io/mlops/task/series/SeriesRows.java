package io.mlops.task.series;

import io.mlops.task.bytes.ByteBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some rows of one or more series, in the order in which they are computed. Arrays are reused after the call that gets them. */
public interface SeriesRows {

    int count();

    /** Returns the prices; NaN if missing. */
    double[] values();

    /** Returns nanoseconds since 1970; null if there are no times. */
    long @Nullable [] times();

    /** Returns the same with the day before the month; the same array if that makes no difference. */
    long @Nullable [] dayFirstTimes();

    /** Returns the number of each row's series; null if all are one. */
    int @Nullable [] groups();

    /** Returns the line of the file on which a row starts. */
    long line(int row);

    /** Returns the place of a row among those of which these are some, in which it was handed on; below 0 if it came before them. */
    int place(int row);

    /** Appends the time of a row as it stands in the file; nothing if it is not at hand. */
    void appendTime(int row, ByteBuilder to);

    /** Returns the texts of all fields of a row; empty if they are not at hand. */
    List<String> fields(int row);
}
