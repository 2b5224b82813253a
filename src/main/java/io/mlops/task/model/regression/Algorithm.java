package io.mlops.task.model.regression;

import static io.mlops.task.model.regression.Hyperparameter.integer;
import static io.mlops.task.model.regression.Hyperparameter.number;

import com.fasterxml.jackson.annotation.JsonValue;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.text.Messages;
import io.mlops.task.text.SafeText;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The algorithms that can be trained, with their hyperparameters. The defaults are those of the
 * plan {@code reference}: they score like scikit-learn with its default parameters, or better.
 */
public enum Algorithm {
    LINEAR("linear_regression", true, new LinearTrainer(), List.of()),
    /** Averaged trees, each trained on a sample of rows with a sample of columns at every split. */
    RANDOM_FOREST(
            "random_forest",
            false,
            TreeTrainer.forest(),
            List.of(
                    integer("trees", 100, 1, 5_000),
                    integer("max_depth", 10, 1, 30),
                    number("min_child_weight", 1, 0, 10_000),
                    number("subsample", 0.8, 0.01, 1),
                    number("colsample_bynode", 0.5, 0.01, 1),
                    number("reg_lambda", 0, 0, 1_000),
                    integer("max_bin", 256, 2, 4_096))),
    GRADIENT_BOOSTING(
            "gradient_boosting",
            false,
            TreeTrainer.boosting(),
            List.of(
                    integer("rounds", 100, 1, 20_000),
                    number("learning_rate", 0.1, 0.0001, 1),
                    integer("max_depth", 6, 1, 30),
                    number("min_child_weight", 1, 0, 10_000),
                    number("subsample", 1, 0.01, 1),
                    number("colsample_bytree", 1, 0.01, 1),
                    number("reg_lambda", 1, 0, 1_000),
                    integer("max_bin", 256, 2, 4_096))),
    /** Radial kernel; {@code gamma} 0 means 1 / (columns * variance), {@code epsilon} is half the width of the tube. */
    SUPPORT_VECTORS(
            "support_vector_regression",
            true,
            new SvrTrainer(),
            List.of(
                    number("C", 1, 1e-6, 1e6),
                    number("epsilon", 0.1, 0, 100),
                    number("gamma", 0, 0, 1e6),
                    number("tolerance", 1e-3, 1e-9, 1)));

    private final String label;
    private final boolean scaled;

    @SuppressWarnings("ImmutableEnumChecker") // a trainer is stateless
    private final Trainer trainer;

    @SuppressWarnings("ImmutableEnumChecker") // an immutable list
    private final List<Hyperparameter> parameters;

    Algorithm(String label, boolean scaled, Trainer trainer, List<Hyperparameter> parameters) {
        this.label = label;
        this.scaled = scaled;
        this.trainer = trainer;
        this.parameters = parameters;
    }

    /** Returns the name in configurations and reports, e.g. {@code random_forest}. */
    @JsonValue
    public String label() {
        return label;
    }

    /** Returns the algorithm of that label; {@code linear} and {@code svr} are aliases. */
    public static Algorithm parse(String name) throws ModelException {
        String resolved = name.strip().replace("linear", LINEAR.label).replace("svr", SUPPORT_VECTORS.label);
        for (Algorithm algorithm : values()) {
            if (algorithm.label.equals(name.strip()) || algorithm.label.equals(resolved)) {
                return algorithm;
            }
        }
        String labels = Arrays.stream(values()).map(Algorithm::label).collect(Collectors.joining(", "));
        throw new ModelException(
                "The algorithm " + Messages.mustBe("one of " + labels, "\"" + SafeText.excerpt(name) + "\""));
    }

    /** Returns whether its columns are standardized; trees do not need it. */
    boolean isScaled() {
        return scaled;
    }

    Trainer trainer() {
        return trainer;
    }

    public List<Hyperparameter> parameters() {
        return parameters;
    }
}
