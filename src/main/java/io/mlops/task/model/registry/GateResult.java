package io.mlops.task.model.registry;

import java.util.Locale;

/**
 * What the gate found.
 *
 * @param gain relative: (champion's RMSE - challenger's) / champion's
 * @param support share of bootstrap resamples in which the challenger was better
 * @param rows that were judged on
 * @param heldOut rows that the challenger held out, of which they are
 */
public record GateResult(
        boolean passed,
        double championRmse,
        double challengerRmse,
        double gain,
        double margin,
        double support,
        double confidence,
        int rows,
        int heldOut) {
    /** The same, said of rows that are only a part of those held out. */
    GateResult of(int all) {
        return new GateResult(passed, championRmse, challengerRmse, gain, margin, support, confidence, rows, all);
    }

    /** The verdict as a sentence, for history and log. */
    public String reason() {
        return String.format(
                Locale.ROOT,
                "RMSE %.6f against the champion's %.6f on %s held-out rows: gain %.2f %% (wanted %.2f %%), better in"
                        + " %.1f %% of resamples (wanted %.1f %%)",
                challengerRmse,
                championRmse,
                rows == heldOut ? rows : rows + " of " + heldOut,
                100 * gain,
                100 * margin,
                100 * support,
                100 * confidence);
    }
}
