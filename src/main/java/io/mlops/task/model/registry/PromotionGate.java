package io.mlops.task.model.registry;

import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.housing.Feature;
import io.mlops.task.model.regression.RegressionMetrics;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * Decides whether a challenger may replace the champion. It must be above the floors; on its own held-out rows its RMSE must
 * be lower than the champion's by a minimum improvement, and lower in a minimum fraction of paired bootstrap resamples; and
 * neither on the champion's held-out rows nor on a slice may it be worse by more than a bound.
 *
 * @param minImprovement minimum relative improvement, e.g. 0.005 for half a percent
 * @param confidence minimum fraction of resamples in which the challenger is better, e.g. 0.95
 * @param maxRegression maximum relative increase of the RMSE on the champion's held-out rows
 * @param maxSliceRegression maximum relative increase of the RMSE on a slice, see {@link Slice}
 * @param floors the requirements for a challenger, with or without a champion
 */
public record PromotionGate(
        double minImprovement, double confidence, double maxRegression, double maxSliceRegression, Floors floors) {
    private static final int RESAMPLES = 1_000;
    private static final long SEED = 42;

    /**
     * @param minRows in every comparison, and held out in total
     * @param minR2 on the challenger's own held-out rows
     * @param maxRmse on the same rows, 100,000 USD
     */
    public record Floors(int minRows, double minR2, double maxRmse) {
        /** Returns why a version with these metrics on these rows is below a floor; empty if it is not. */
        Optional<String> objection(RegressionMetrics metrics, Dataset heldOut) {
            if (metrics.rows() < minRows) {
                return Optional.of(
                        text("Not compared: the held-out rows must be at least %d, were %d", minRows, metrics.rows()));
            }
            long implausible = heldOut.implausibleRows();
            if (implausible > Dataset.MAX_IMPLAUSIBLE * heldOut.rows()) {
                return Optional.of(text(
                        "Below the floors: %d of %d held-out rows have a value that its unit does not allow (must be at most"
                                + " %.0f %%)",
                        implausible, heldOut.rows(), 100 * Dataset.MAX_IMPLAUSIBLE));
            }
            for (Feature feature : Feature.all()) {
                double[] column = heldOut.column(feature);
                if (Arrays.stream(column).allMatch(value -> value == column[0])) {
                    return Optional.of(text(
                            "Below the floors: %s has one value in all %d held-out rows",
                            feature.label(), heldOut.rows()));
                }
            }
            if (!(metrics.r2() >= minR2)) {
                return Optional.of(text(
                        "Below the floors: R² on %d held-out rows must be at least %s, was %.6f",
                        metrics.rows(), minR2, metrics.r2()));
            }
            if (!(metrics.rmse() <= maxRmse)) {
                return Optional.of(text(
                        "Below the floors: RMSE on %d held-out rows must be at most %s, was %.6f",
                        metrics.rows(), maxRmse, metrics.rmse()));
            }
            return Optional.empty();
        }
    }

    public static PromotionGate defaults() {
        return new PromotionGate(0.005, 0.95, 0.05, 0.1, new Floors(30, 0.5, 1));
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

    /** Returns why the challenger is too much worse on the champion's held-out rows; empty if it is not. */
    Optional<String> referenceObjection(Predictions all) {
        double increase = all.increase();
        return increase <= maxRegression
                ? Optional.empty()
                : Optional.of(all.worse("the champion's own " + all.rows() + " held-out rows", maxRegression));
    }

    /** Returns why the challenger is too much worse on a slice of the rows; empty if there is no such slice. */
    Optional<String> sliceObjection(Dataset rows, Predictions all) {
        for (Slice slice : Slice.of(rows)) {
            if (slice.rows().length >= floors.minRows) {
                Predictions part = all.select(slice.rows());
                double[] increases = squaredErrorReductions(part.actual, part.challenger, part.champion);
                if (part.increase() > maxSliceRegression && winRate(increases) >= confidence) {
                    return Optional.of(part.worse("the " + part.rows() + " rows " + slice.name(), maxSliceRegression));
                }
            }
        }
        return Optional.empty();
    }

    /** The predictions of both versions for the same rows. */
    @SuppressWarnings("ArrayRecordComponent") // plain numbers, never compared
    record Predictions(double[] actual, double[] champion, double[] challenger) {
        int rows() {
            return actual.length;
        }

        Predictions select(int[] rows) {
            return new Predictions(select(actual, rows), select(champion, rows), select(challenger, rows));
        }

        /** Returns the relative increase of the RMSE. */
        double increase() {
            double before = RegressionMetrics.of(actual, champion).rmse();
            double after = RegressionMetrics.of(actual, challenger).rmse();
            return before == 0 ? (after == 0 ? 0 : Double.POSITIVE_INFINITY) : after / before - 1;
        }

        private String worse(String where, double max) {
            return text(
                    "Worse on %s: RMSE %.6f against the champion's %.6f, an increase of %.2f %% (must be at most %.2f %%)",
                    where,
                    RegressionMetrics.of(actual, challenger).rmse(),
                    RegressionMetrics.of(actual, champion).rmse(),
                    100 * increase(),
                    100 * max);
        }

        private static double[] select(double[] values, int[] rows) {
            double[] selected = new double[rows.length];
            for (int r = 0; r < rows.length; r++) {
                selected[r] = values[rows[r]];
            }
            return selected;
        }
    }

    /** Returns the reduction of each row's squared error from {@code from} to {@code to}. */
    private static double[] squaredErrorReductions(double[] actual, double[] from, double[] to) {
        double[] reductions = new double[actual.length];
        for (int i = 0; i < reductions.length; i++) {
            double before = from[i] - actual[i];
            double after = to[i] - actual[i];
            reductions[i] = before * before - after * after;
        }
        return reductions;
    }

    private static double winRate(double[] reductions) {
        Random random = new Random(SEED);
        int wins = 0;
        for (int r = 0; r < RESAMPLES; r++) {
            double sum = 0;
            for (int i = 0; i < reductions.length; i++) {
                sum += reductions[random.nextInt(reductions.length)];
            }
            wins += sum > 0 ? 1 : 0;
        }
        return (double) wins / RESAMPLES;
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
