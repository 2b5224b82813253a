package io.mlops.task.model.registry;

import java.util.Locale;

/**
 * The gate's decision and the numbers it is based on.
 *
 * @param relativeImprovement (champion's RMSE - challenger's) / champion's
 * @param winRate fraction of bootstrap resamples in which the challenger was better
 * @param rows compared rows
 * @param heldOut all of the challenger's held-out rows, which include the compared ones
 */
public record GateResult(
        boolean passed,
        double championRmse,
        double challengerRmse,
        double relativeImprovement,
        double minImprovement,
        double winRate,
        double confidence,
        int rows,
        int heldOut) {
    GateResult withHeldOut(int all) {
        return new GateResult(
                passed,
                championRmse,
                challengerRmse,
                relativeImprovement,
                minImprovement,
                winRate,
                confidence,
                rows,
                all);
    }

    /** Returns the result as a sentence, for history and log. */
    public String reason() {
        return String.format(
                Locale.ROOT,
                "RMSE %.6f against the champion's %.6f on %s held-out rows: improvement %.2f %% (must be at least"
                        + " %.2f %%), better in %.1f %% of resamples (must be at least %.1f %%)",
                challengerRmse,
                championRmse,
                rows == heldOut ? rows : rows + " of " + heldOut,
                100 * relativeImprovement,
                100 * minImprovement,
                100 * winRate,
                100 * confidence);
    }
}
