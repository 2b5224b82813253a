package io.mlops.task.model.drift;

import java.util.Arrays;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;

/**
 * Distances of a sample from a reference.
 *
 * @param psi population stability index over the reference's decile bins
 * @param ksStatistic Kolmogorov–Smirnov statistic: the largest distance of the two distribution functions
 * @param ksPValue its p-value, which decreases with the number of rows and is meaningless without the statistic
 * @param wasserstein Wasserstein-1 distance over the reference's standard deviation
 */
public record DriftScores(double psi, double ksStatistic, double ksPValue, double wasserstein) {
    /** Replaces the proportion of an empty bin, whose logarithm would be infinite. */
    private static final double EMPTY_PROPORTION = 1e-4;

    /** @param sample sorted ascending, not empty */
    public static DriftScores of(ReferenceColumn reference, double[] sample) {
        KolmogorovSmirnovTest.TwoResult ks =
                KolmogorovSmirnovTest.withDefaults().test(reference.sorted(), sample);
        double wasserstein = wasserstein(reference.sorted(), sample);
        return new DriftScores(
                psi(
                        reference.proportions(reference.deciles()),
                        ReferenceColumn.proportions(sample, reference.deciles())),
                ks.getStatistic(),
                ks.getPValue(),
                reference.deviation() == 0 ? (wasserstein == 0 ? 0 : 1) : wasserstein / reference.deviation());
    }

    /** Returns the sum over bins of (recent - reference) * ln(recent / reference), proportions of rows. */
    static double psi(double[] reference, double[] recent) {
        double sum = 0;
        for (int b = 0; b < reference.length; b++) {
            double expected = Math.max(reference[b], EMPTY_PROPORTION);
            double actual = Math.max(recent[b], EMPTY_PROPORTION);
            sum += (actual - expected) * StrictMath.log(actual / expected);
        }
        return sum;
    }

    /** Returns the area between the distribution functions of two sorted arrays, in the values' unit. */
    static double wasserstein(double[] a, double[] b) {
        double[] all = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        Arrays.sort(all);
        double area = 0;
        int i = 0;
        int j = 0;
        for (int k = 0; k + 1 < all.length; k++) {
            while (i < a.length && a[i] <= all[k]) {
                i++;
            }
            while (j < b.length && b[j] <= all[k]) {
                j++;
            }
            area += Math.abs((double) i / a.length - (double) j / b.length) * (all[k + 1] - all[k]);
        }
        return area;
    }
}
