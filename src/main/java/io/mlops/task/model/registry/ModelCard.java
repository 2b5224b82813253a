package io.mlops.task.model.registry;

import io.mlops.task.model.evaluation.Trial;
import io.mlops.task.model.housing.LabelledRows;
import io.mlops.task.model.housing.TrainTestSplit;
import io.mlops.task.model.regression.ConformalIntervals;
import io.mlops.task.model.regression.RegressionMetrics;
import io.mlops.task.model.regression.TrainedModel;
import io.mlops.task.model.training.TrainedCandidate;
import io.mlops.task.text.SafeText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The model card, as Markdown; the same model always has the same card. */
final class ModelCard {
    private static final int MAX_TRIALS = 5;

    private ModelCard() {}

    static String of(TrainedCandidate candidate, TrainTestSplit split, ModelProvenance provenance) {
        TrainedModel model = candidate.model();
        return String.join(
                "\n",
                "# Model card: " + candidate.name(),
                "",
                "Predicts the median house value of a Californian census block group (1990) in 100,000 USD.",
                "",
                "## Model",
                "",
                "| | |\n|---|---|",
                "| algorithm | " + model.spec().algorithm().label() + " |",
                "| columns | " + model.spec().features().label() + " ("
                        + model.spec().features().names().size() + ") |",
                parameters(model.spec().parameters()),
                "",
                "## Metrics",
                "",
                "| rows | RMSE | MAE | R² | bias | max error |\n|---|---|---|---|---|---|",
                metrics("train", candidate.train()),
                metrics("held out", candidate.heldOut()),
                "",
                intervals(model.intervals()),
                "",
                "## Permutation importance",
                "",
                "Increase of the held-out RMSE if one feature is shuffled:",
                "",
                importance(candidate.plots().importance()),
                "",
                trials(candidate.trials()),
                "## Provenance",
                "",
                provenance(split, provenance),
                "",
                "## Limitations",
                "",
                "- Targets are cut off at 5.00001 (500,001 USD) in the public file; so are predictions near it.",
                "- Predictions for values outside the training range have a warning; trees treat such a value as the nearest one they were trained on.",
                "- The held-out rows also selected the best algorithm, so its metrics are slightly optimistic.",
                "- The data is from 1990 and describes whole neighbourhoods: it says nothing about current prices, single houses or persons.",
                "");
    }

    /** Returns a section with the decisions of the gate and of people about a version; empty if there is none yet. */
    static String decisions(int version, Optional<Refusal> refusal, List<ChampionChange> changes) {
        List<String> decisions = new ArrayList<>();
        refusal.ifPresent(one -> decisions.add("- " + one.at() + ": "
                + one.state().label() + " by the promotion gate: " + SafeText.printable(one.reason())));
        for (ChampionChange change : changes) {
            if (change.to() == version || (change.isRollback() && Objects.equals(change.from(), version))) {
                decisions.add("- " + change.at() + ": " + verb(change, version) + " by " + change.actor() + ": "
                        + SafeText.printable(change.reason()));
            }
        }
        return decisions.isEmpty() ? "" : "\n## Decisions\n\n" + String.join("\n", decisions) + "\n";
    }

    private static String verb(ChampionChange change, int version) {
        if (!change.isRollback()) {
            return "promoted";
        }
        return change.to() == version ? "restored" : "rolled back";
    }

    private static String parameters(Map<String, Double> parameters) {
        return parameters.entrySet().stream()
                .map(entry -> "| " + entry.getKey() + " | " + entry.getValue() + " |")
                .collect(Collectors.joining("\n"));
    }

    private static String metrics(String rows, RegressionMetrics metrics) {
        return text(
                "| %s (%d) | %.6f | %.6f | %.6f | %.6f | %.4f |",
                rows, metrics.rows(), metrics.rmse(), metrics.mae(), metrics.r2(), metrics.bias(), metrics.maxError());
    }

    private static String intervals(ConformalIntervals intervals) {
        String nominal = text(
                "Intervals have a nominal coverage of %.0f %%, from quantiles of held-out residuals; ",
                100 * intervals.coverage());
        Double measured = intervals.empiricalCoverage();
        if (measured == null) {
            return nominal + "the held-out rows are too few to measure it.";
        }
        return nominal
                + text(
                        "the coverage of held-out rows that were not used for the quantiles was %.1f %%, by actual price"
                                + " (100,000 USD):\n\n| from | to | rows | coverage |\n|---|---|---|---|\n",
                        100 * measured)
                + intervals.bands().stream().map(ModelCard::band).collect(Collectors.joining("\n"));
    }

    private static String band(ConformalIntervals.PriceBand band) {
        Double coverage = band.coverage();
        return text(
                "| %s | %s | %d | %s |",
                price(band.from()),
                price(band.to()),
                band.rows(),
                coverage == null ? "too few rows" : text("%.1f %%", 100 * coverage));
    }

    private static String price(@Nullable Double price) {
        return price == null ? "" : text("%.3f", price);
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
        return "## Hyperparameter search\n\nCross-validation on the train rows; the best of " + trials.size()
                + ":\n\n"
                + trials.stream()
                        .sorted(Comparator.comparingDouble(Trial::rmse))
                        .limit(MAX_TRIALS)
                        .map(trial -> text(
                                "- RMSE %.6f: %s", trial.rmse(), trial.spec().parameters()))
                        .collect(Collectors.joining("\n"))
                + "\n";
    }

    private static String provenance(TrainTestSplit split, ModelProvenance provenance) {
        TrainTestSplit.Identity identity = split.identity();
        return String.join(
                "\n",
                "- Data SHA-256: `" + identity.dataHash() + "`",
                "- Split: seed " + identity.seed() + ", " + identity.trainRows() + " train rows, "
                        + identity.heldOutRows() + " held out",
                "- Missing values imputed with the train rows' median: "
                        + (split.imputed().isEmpty() ? "none" : split.imputed()),
                "- Learnt in service: " + labelled(provenance.labelled()),
                "- Configuration: " + provenance.configuration(),
                "- Code " + provenance.codeVersion() + ", Java " + provenance.javaVersion());
    }

    private static String labelled(@Nullable LabelledRows labelled) {
        return labelled == null
                ? "nothing"
                : labelled.rows() + " rows with actual values of " + labelled.from() + " to " + labelled.to()
                        + ", SHA-256 `" + labelled.digest() + "`";
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
