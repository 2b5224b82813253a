package io.mlops.task.pipeline;

import io.mlops.task.finding.Check;
import io.mlops.task.finding.Finding;
import io.mlops.task.series.SeriesRows;
import io.mlops.task.signal.RollingMeanListener;
import io.mlops.task.signal.WarmupPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts rows that have a value and no mean although no value in their window is missing: an infinite value or an overflow
 * before them has spoilt it.
 */
final class LostMeans {
    private final long window;
    private final boolean partial;
    private @Nullable SeriesRows rows;
    private long lost;
    private long firstLine;

    LostMeans(long window, WarmupPolicy warmup) {
        this.window = window;
        this.partial = warmup == WarmupPolicy.PARTIAL;
    }

    /** The rows whose means come next. */
    void next(SeriesRows next) {
        rows = next;
    }

    /** @param passedTo receives the same; may be null */
    RollingMeanListener listener(@Nullable RollingMeanListener passedTo) {
        return new Listener(passedTo);
    }

    void report(List<Finding> findings) {
        if (lost > 0) {
            findings.add(Check.MEANS_LOST.finding(
                    lost,
                    firstLine,
                    "From line " + firstLine + " on, " + lost + (lost == 1 ? " row has" : " rows have")
                            + " a value and no mean: an infinite value or an overflow before them has spoilt the sum"));
        }
    }

    private final class Listener implements RollingMeanListener {
        private final @Nullable RollingMeanListener passedTo;
        /** Values since the last missing one. */
        private long present;

        Listener(@Nullable RollingMeanListener passedTo) {
            this.passedTo = passedTo;
        }

        @Override
        public void onMeans(double[] values, double[] means, int count) {
            boolean complete = true;
            for (int i = 0; i < count; i++) {
                complete &= Math.abs(means[i]) <= Double.MAX_VALUE;
            }
            if (complete) {
                present += count;
            } else {
                inspect(values, means, count);
            }
            if (passedTo != null) {
                passedTo.onMeans(values, means, count);
            }
        }

        private void inspect(double[] values, double[] means, int count) {
            for (int i = 0; i < count; i++) {
                present = Double.isNaN(values[i]) ? 0 : present + 1;
                boolean spoilt = !Double.isFinite(means[i]) && Double.isFinite(values[i]);
                if (spoilt && (partial || present >= window) && lost++ == 0 && rows != null) {
                    firstLine = rows.line(i);
                }
            }
        }
    }
}
