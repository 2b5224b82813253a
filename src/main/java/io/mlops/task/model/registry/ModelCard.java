package io.mlops.task.model.registry;

import io.mlops.task.model.evaluation.Trial;
import io.mlops.task.model.housing.SplitIdentity;
import io.mlops.task.model.housing.TrainTestSplit;
import io.mlops.task.model.regression.ConformalIntervals;
import io.mlops.task.model.regression.RegressionMetrics;
import io.mlops.task.model.regression.TrainedModel;
import io.mlops.task.model.training.TrainedCandidate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What a reader should know before trusting a model, as Markdown; the same model always has the same card. */
final class ModelCard {
    private static final int TRIALS_SHOWN = 5;

    private ModelCard() {}

    static String of(TrainedCandidate candidate, TrainTestSplit split, ModelProvenance provenance) {
        TrainedModel model = candidate.model();
        return String.join(
                "\n",
                "# Model card: " + candidate.name(),
                "",
                "Predicts the median house value of a Californian census block group (1990) in 100,000 USD.",
                "",
                "## What it is",
                "",
                "| | |\n|---|---|",
                "| kind | " + model.spec().kind().key() + " |",
                "| columns | " + model.spec().features().key() + " ("
                        + model.spec().features().names().size() + ") |",
                parameters(model.spec().parameters()),
                "",
                "## How good it is",
                "",
                "| rows | RMSE | MAE | R² | bias | worst |\n|---|---|---|---|---|---|",
                scores("train", candidate.train()),
                scores("held out", candidate.heldOut()),
                "",
                intervals(model.intervals()),
                "",
                "## What it looks at",
                "",
                "Growth of the held-out RMSE when one feature is shuffled:",
                "",
                importance(candidate.plots().importance()),
                "",
                trials(candidate.trials()),
                "## Where it comes from",
                "",
                origin(split, provenance),
                "",
                "## Mind",
                "",
                "- Targets are cut off at 5.00001 (500,001 USD) in the public file; so are predictions near it.",
                "- Values outside the training range are answered with a warning; trees answer them as the nearest value seen.",
                "- The held-out rows also chose the winner among the kinds, which flatters its score a little.",
                "- The data are of 1990 and hold whole neighbourhoods: no price of today, of one house, or about a person.",
                "");
    }

    private static String parameters(Map<String, Double> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> "| " + entry.getKey() + " | " + entry.getValue() + " |")
                .collect(Collectors.joining("\n"));
    }

    private static String scores(String rows, RegressionMetrics s) {
        return text(
                "| %s (%d) | %.6f | %.6f | %.6f | %.6f | %.4f |",
                rows, s.rows(), s.rmse(), s.mae(), s.r2(), s.bias(), s.worst());
    }

    private static String intervals(ConformalIntervals bands) {
        return text(
                "Intervals are made to hold %.0f %% of actual values, from quantiles of held-out residuals;"
                        + " on the half of those rows not used for the quantiles they held %.1f %%.",
                100 * bands.coverage(), 100 * bands.measured());
    }

    private static String importance(Map<String, Double> importance) {
        return importance.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .map(entry -> text("- %s: %.4f", entry.getKey(), entry.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String trials(List<Trial> trials) {
        if (trials.isEmpty()) {
            return "";
        }
        return "## How its parameters were chosen\n\nCross-validation on the train rows; the best of " + trials.size()
                + ":\n\n"
                + trials.stream()
                        .sorted(Comparator.comparingDouble(Trial::rmse))
                        .limit(TRIALS_SHOWN)
                        .map(trial -> text(
                                "- RMSE %.6f: %s", trial.rmse(), trial.spec().parameters()))
                        .collect(Collectors.joining("\n"))
                + "\n";
    }

    private static String origin(TrainTestSplit split, ModelProvenance provenance) {
        SplitIdentity identity = split.identity();
        return String.join(
                "\n",
                "- Data SHA-256: `" + identity.dataHash() + "`",
                "- Split: seed " + identity.seed() + ", " + identity.trainRows() + " train rows, "
                        + identity.heldOutRows() + " held out",
                "- Blanks filled with the train rows' median: "
                        + (split.imputed().isEmpty() ? "none" : split.imputed()),
                "- Configuration: " + provenance.configuration(),
                "- Code " + provenance.code() + ", Java " + provenance.java());
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
