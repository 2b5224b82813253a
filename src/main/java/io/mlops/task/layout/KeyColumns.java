package io.mlops.task.layout;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The columns that identify a row: its time, and the series it belongs to.
 *
 * @param time the columns whose texts, joined with spaces, are the time; empty: none. Ignored if the time is detected
 * @param detectsTime whether the column of the time is found by its name and values
 * @param timeFormat a pattern of {@link java.time.format.DateTimeFormatter}; null: detected
 * @param group null if all rows belong to one series
 */
public record KeyColumns(
        List<ColumnRef> time,
        boolean detectsTime,
        @Nullable String timeFormat,
        @Nullable ColumnRef group) {
    public static final KeyColumns NONE = new KeyColumns(List.of(), false, null, null);

    public static final KeyColumns AUTO = new KeyColumns(List.of(), true, null, null);
}
