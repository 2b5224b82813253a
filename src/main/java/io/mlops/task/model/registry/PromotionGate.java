package io.mlops.task.model.registry;

import io.mlops.task.model.regression.RegressionMetrics;
import java.util.Random;

/**
 * Decides whether a challenger may replace the champion: its RMSE on the same held-out rows must be lower by a minimum
 * improvement, and lower in a minimum fraction of paired bootstrap resamples of those rows.
 *
 * @param minImprovement minimum relative improvement, e.g. 0.005 for half a percent
 * @param confidence minimum fraction of resamples in which the challenger is better, e.g. 0.95
 * @param seed of the resampling
 */
public record PromotionGate(double minImprovement, double confidence, int resamples, long seed) {
    public static PromotionGate defaults() {
        return new PromotionGate(0.005, 0.95, 1_000, 42);
    }

    /** Compares both models' predictions for the same rows. */
    public GateResult judge(double[] actual, double[] champion, double[] challenger) {
        double championRmse = RegressionMetrics.of(actual, champion).rmse();
        double challengerRmse = RegressionMetrics.of(actual, challenger).rmse();
        double improvement = championRmse == 0 ? 0 : (championRmse - challengerRmse) / championRmse;
        double winRate = winRate(squaredErrorReductions(actual, champion, challenger));
        boolean passed = improvement >= minImprovement && winRate >= confidence;
        int rows = actual.length;
        return new GateResult(
                passed, championRmse, challengerRmse, improvement, minImprovement, winRate, confidence, rows, rows);
    }

    private static double[] squaredErrorReductions(double[] actual, double[] champion, double[] challenger) {
        double[] reductions = new double[actual.length];
        for (int i = 0; i < reductions.length; i++) {
            double championError = champion[i] - actual[i];
            double challengerError = challenger[i] - actual[i];
            reductions[i] = championError * championError - challengerError * challengerError;
        }
        return reductions;
    }

    private double winRate(double[] reductions) {
        Random random = new Random(seed);
        int wins = 0;
        for (int r = 0; r < resamples; r++) {
            double sum = 0;
            for (int i = 0; i < reductions.length; i++) {
                sum += reductions[random.nextInt(reductions.length)];
            }
            wins += sum > 0 ? 1 : 0;
        }
        return (double) wins / resamples;
    }
}
