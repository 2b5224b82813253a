package io.mlops.task.pipeline;

import io.mlops.task.finding.Check;
import io.mlops.task.finding.Finding;
import io.mlops.task.series.SeriesRows;
import io.mlops.task.signal.WarmupPolicy;
import java.util.Arrays;
import java.util.List;

/**
 * Counts rows that have a value and no mean although no value in their window is missing: an infinite value or an overflow
 * before them has spoilt it.
 */
final class LostMeans {
    private final long window;
    private final boolean partial;
    /** By series, how many values came since the last missing one. */
    private long[] present = new long[1];

    /** By series, how many means are lost. */
    private long[] lostBySeries = new long[1];

    private long lost;
    private long firstLine;

    LostMeans(long window, WarmupPolicy warmup) {
        this.window = window;
        this.partial = warmup == WarmupPolicy.PARTIAL;
    }

    /** @param finite whether all means are finite numbers */
    void check(int series, SeriesRows rows, double[] means, boolean finite) {
        if (series >= present.length) {
            present = Arrays.copyOf(present, Math.max(series + 1, 2 * present.length));
            lostBySeries = Arrays.copyOf(lostBySeries, present.length);
        }
        if (finite) {
            present[series] += rows.count();
        } else {
            inspect(series, rows, means);
        }
    }

    private void inspect(int series, SeriesRows rows, double[] means) {
        double[] values = rows.values();
        for (int i = 0; i < rows.count(); i++) {
            present[series] = Double.isNaN(values[i]) ? 0 : present[series] + 1;
            boolean spoilt = !Double.isFinite(means[i]) && Double.isFinite(values[i]);
            if (spoilt && (partial || present[series] >= window)) {
                lostBySeries[series]++;
                if (lost++ == 0) {
                    firstLine = rows.line(i);
                }
            }
        }
    }

    boolean found(int series) {
        return series < lostBySeries.length && lostBySeries[series] > 0;
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
}
