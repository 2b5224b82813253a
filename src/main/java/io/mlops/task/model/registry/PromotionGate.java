package io.mlops.task.model.registry;

import io.mlops.task.model.regression.RegressionMetrics;
import java.util.Random;

/**
 * Decides whether a challenger may replace the champion: its RMSE on the same held-out rows must be lower by a margin,
 * and a paired bootstrap of those rows must find it lower in a large enough share of resamples.
 *
 * @param margin smallest relative gain, e.g. 0.005 for half a percent
 * @param confidence smallest share of resamples in which the challenger is better, e.g. 0.95
 * @param seed of the resampling
 */
public record PromotionGate(double margin, double confidence, int resamples, long seed) {
    public static PromotionGate defaults() {
        return new PromotionGate(0.005, 0.95, 1_000, 42);
    }

    /** Compares both models' predictions of the same rows. */
    public GateResult judge(double[] actual, double[] champion, double[] challenger) {
        double championRmse = RegressionMetrics.of(actual, champion).rmse();
        double challengerRmse = RegressionMetrics.of(actual, challenger).rmse();
        double gain = championRmse == 0 ? 0 : (championRmse - challengerRmse) / championRmse;
        double support = support(gains(actual, champion, challenger));
        boolean passed = gain >= margin && support >= confidence;
        int rows = actual.length;
        return new GateResult(passed, championRmse, challengerRmse, gain, margin, support, confidence, rows, rows);
    }

    /** How much smaller each row's squared error is with the challenger. */
    private static double[] gains(double[] actual, double[] champion, double[] challenger) {
        double[] gains = new double[actual.length];
        for (int i = 0; i < gains.length; i++) {
            double old = champion[i] - actual[i];
            double young = challenger[i] - actual[i];
            gains[i] = old * old - young * young;
        }
        return gains;
    }

    private double support(double[] gains) {
        Random random = new Random(seed);
        int better = 0;
        for (int r = 0; r < resamples; r++) {
            double sum = 0;
            for (int i = 0; i < gains.length; i++) {
                sum += gains[random.nextInt(gains.length)];
            }
            better += sum > 0 ? 1 : 0;
        }
        return (double) better / resamples;
    }
}
