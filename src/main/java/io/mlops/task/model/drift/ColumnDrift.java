package io.mlops.task.model.drift;

import java.util.Arrays;
import java.util.List;

/**
 * One column's drift.
 *
 * @param name a feature's title, or {@code prediction}
 * @param edges inner edges of the histogram's bins; the first and the last bin are open
 * @param reference proportion of the reference rows by bin
 * @param recent proportion of the recent rows by bin
 */
public record ColumnDrift(
        String name,
        DriftLevel level,
        DriftScores scores,
        List<Double> edges,
        List<Double> reference,
        List<Double> recent) {
    /** With fewer rows random variation looks like drift. */
    public static final int MIN_ROWS = 200;

    private static final double PSI_WARN = 0.10;
    private static final double PSI_ALERT = 0.25;
    private static final double WASSERSTEIN_WARN = 0.1;
    private static final double KS_SIGNIFICANCE = 0.001;

    /** Compares a column with its reference; {@code recent} is not empty. */
    public static ColumnDrift of(ReferenceColumn reference, double[] recent) {
        double[] sorted = recent.clone();
        Arrays.sort(sorted);
        DriftScores scores = DriftScores.of(reference, sorted);
        return new ColumnDrift(
                reference.name(),
                level(scores),
                scores,
                list(reference.histogramEdges()),
                list(reference.proportions(reference.histogramEdges())),
                list(ReferenceColumn.proportions(sorted, reference.histogramEdges())));
    }

    /**
     * By PSI: below 0.10 stable, up to 0.25 a warning, above that an alert. A Wasserstein distance above 0.1 also warns
     * if it is significant by Kolmogorov–Smirnov (p below 0.001, because nine columns are tested each time); p alone
     * never warns.
     */
    static DriftLevel level(DriftScores scores) {
        if (scores.psi() > PSI_ALERT) {
            return DriftLevel.ALERT;
        }
        boolean shifted = scores.wasserstein() > WASSERSTEIN_WARN && scores.ksPValue() < KS_SIGNIFICANCE;
        return scores.psi() >= PSI_WARN || shifted ? DriftLevel.WARN : DriftLevel.STABLE;
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
