package io.mlops.task.model.monitoring;

import java.util.List;

/**
 * How the recent rows compare with the reference.
 *
 * @param level the worst of the columns'; {@code INSUFFICIENT_DATA} below {@link DriftReference#MIN_ROWS} rows
 * @param rows recent rows
 * @param columns the eight features, then the predictions; empty without enough rows
 */
public record DriftReport(DriftLevel level, int rows, int referenceRows, List<ColumnDrift> columns) {}
