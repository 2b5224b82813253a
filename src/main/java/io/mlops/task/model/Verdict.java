package io.mlops.task.model;

import java.util.Locale;

/**
 * What the gate found.
 *
 * @param gain relative: (champion's RMSE - challenger's) / champion's
 * @param support share of bootstrap resamples in which the challenger was better
 */
public record Verdict(
        boolean passed,
        double championRmse,
        double challengerRmse,
        double gain,
        double margin,
        double support,
        double confidence,
        int rows) {
    /** The verdict as a sentence, for history and log. */
    public String reason() {
        return String.format(
                Locale.ROOT,
                "RMSE %.6f against the champion's %.6f on %d held-out rows: gain %.2f %% (wanted %.2f %%), better in"
                        + " %.1f %% of resamples (wanted %.1f %%)",
                challengerRmse,
                championRmse,
                rows,
                100 * gain,
                100 * margin,
                100 * support,
                100 * confidence);
    }
}
