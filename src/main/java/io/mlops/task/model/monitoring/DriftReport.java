package io.mlops.task.model.monitoring;

import io.mlops.task.model.drift.ColumnDrift;
import io.mlops.task.model.drift.DriftLevel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The recent rows compared with the reference.
 *
 * @param level the highest of the columns and of all together; {@code INSUFFICIENT_DATA} below
 *     {@link ColumnDrift#MIN_ROWS} rows
 * @param rows recent rows
 * @param columns the eight features, then the predictions; empty if there are too few rows
 * @param joint all columns together; null if there are too few rows
 */
public record DriftReport(
        DriftLevel level,
        int rows,
        int referenceRows,
        List<ColumnDrift> columns,
        @Nullable JointDrift joint) {
    DriftReport with(JointDrift together) {
        return new DriftReport(level.max(together.level()), rows, referenceRows, columns, together);
    }
}
