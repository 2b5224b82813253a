package io.mlops.task.model.monitoring;

import java.util.Arrays;
import java.util.List;

/**
 * One column's drift.
 *
 * @param name a feature's title, or {@code prediction}
 * @param edges inner edges of the bins to draw; the first and the last bin are open
 * @param reference share of the reference's rows per bin
 * @param recent share of the recent rows per bin
 */
public record ColumnDrift(
        String name,
        DriftLevel level,
        DriftScores distances,
        List<Double> edges,
        List<Double> reference,
        List<Double> recent) {
    private static final double PSI_WARN = 0.10;
    private static final double PSI_ALERT = 0.25;
    private static final double WASSERSTEIN_WARN = 0.1;
    private static final double KS_BELIEVED = 0.001;

    static ColumnDrift of(ReferenceColumn reference, double[] recent) {
        double[] sorted = recent.clone();
        Arrays.sort(sorted);
        DriftScores distances = DriftScores.of(reference, sorted);
        return new ColumnDrift(
                reference.name(),
                level(distances),
                distances,
                list(reference.histogramEdges()),
                list(reference.proportions(reference.histogramEdges())),
                list(ReferenceColumn.proportions(sorted, reference.histogramEdges())));
    }

    /**
     * By PSI: below 0.10 stable, to 0.25 a warning, above an alert. A Wasserstein distance above 0.1 warns as well, if
     * the rows are enough for Kolmogorov–Smirnov to see it too (p below 0.001, nine columns being looked at each time); p alone never does.
     */
    static DriftLevel level(DriftScores distances) {
        if (distances.psi() > PSI_ALERT) {
            return DriftLevel.ALERT;
        }
        boolean moved = distances.wasserstein() > WASSERSTEIN_WARN && distances.ksP() < KS_BELIEVED;
        return distances.psi() >= PSI_WARN || moved ? DriftLevel.WARN : DriftLevel.STABLE;
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
