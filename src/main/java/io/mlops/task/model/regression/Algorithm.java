package io.mlops.task.model.regression;

import static io.mlops.task.model.regression.Hyperparameter.count;
import static io.mlops.task.model.regression.Hyperparameter.number;

import com.fasterxml.jackson.annotation.JsonValue;
import io.mlops.task.model.data.ModelException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The kinds of model that can be trained, with their parameters and usual values (the reference's). */
public enum Algorithm {
    LINEAR("linear_regression", true, new LinearTrainer(), List.of()),
    /** Averaged trees, each on a sample of rows with a sample of columns at every split. */
    RANDOM_FOREST(
            "random_forest",
            false,
            TreeTrainer.forest(),
            List.of(
                    count("trees", 100, 1, 5_000),
                    count("max_depth", 10, 1, 30),
                    number("min_child_weight", 1, 0, 10_000),
                    number("subsample", 0.8, 0.01, 1),
                    number("colsample_bynode", 0.5, 0.01, 1),
                    number("reg_lambda", 0, 0, 1_000),
                    count("max_bin", 256, 2, 4_096))),
    GRADIENT_BOOSTING(
            "gradient_boosting",
            false,
            TreeTrainer.boosting(),
            List.of(
                    count("rounds", 100, 1, 20_000),
                    number("learning_rate", 0.1, 0.0001, 1),
                    count("max_depth", 6, 1, 30),
                    number("min_child_weight", 1, 0, 10_000),
                    number("subsample", 1, 0.01, 1),
                    number("colsample_bytree", 1, 0.01, 1),
                    number("reg_lambda", 1, 0, 1_000),
                    count("max_bin", 256, 2, 4_096))),
    /** Radial kernel; {@code gamma} 0 stands for 1 / (columns * variance), {@code epsilon} is the tube's half width. */
    SUPPORT_VECTORS(
            "support_vector_regression",
            true,
            new SvrTrainer(),
            List.of(
                    number("C", 1, 1e-6, 1e6),
                    number("epsilon", 0.1, 0, 100),
                    number("gamma", 0, 0, 1e6),
                    number("tolerance", 1e-3, 1e-9, 1)));

    private final String key;
    private final boolean scaled;

    @SuppressWarnings("ImmutableEnumChecker") // a learner has no state of its own
    private final Trainer learner;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<Hyperparameter> parameters;

    Algorithm(String key, boolean scaled, Trainer learner, List<Hyperparameter> parameters) {
        this.key = key;
        this.scaled = scaled;
        this.learner = learner;
        this.parameters = parameters;
    }

    /** The name in configurations and reports, e.g. {@code random_forest}. */
    @JsonValue
    public String key() {
        return key;
    }

    /** Finds a kind by its name; {@code linear} and {@code svr} are understood too. */
    public static Algorithm keyed(String name) throws ModelException {
        String wanted = name.strip().replace("linear", LINEAR.key).replace("svr", SUPPORT_VECTORS.key);
        for (Algorithm kind : values()) {
            if (kind.key.equals(name.strip()) || kind.key.equals(wanted)) {
                return kind;
            }
        }
        throw new ModelException("Model kind \"" + name + "\" is not known; wanted one of "
                + Arrays.stream(values()).map(Algorithm::key).collect(Collectors.joining(", ")));
    }

    /** Whether its columns are standardised; trees do not need it. */
    boolean scaled() {
        return scaled;
    }

    Trainer trainer() {
        return learner;
    }

    List<Hyperparameter> parameters() {
        return parameters;
    }
}
