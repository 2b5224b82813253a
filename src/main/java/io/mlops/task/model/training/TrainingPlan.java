package io.mlops.task.model.training;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.FeatureSet;
import io.mlops.task.model.regression.Algorithm;
import java.util.List;
import java.util.Map;

/**
 * What a training compares, and how.
 *
 * @param seed of the split, the folds, the search and every learner; 0 .. 2^32-1
 * @param share held-out part of the rows, in (0, 1)
 * @param folds of cross-validation, at least 2; used where a candidate leaves a choice
 * @param threads for fits beside each other; changes no result
 */
public record TrainingPlan(List<Candidate> candidates, long seed, double share, int folds, int threads) {
    public static final double DEFAULT_TEST_SIZE = 0.2;
    public static final int DEFAULT_FOLDS = 3;

    public TrainingPlan {
        candidates = List.copyOf(candidates);
        if (candidates.isEmpty() || folds < 2 || threads < 1) {
            throw new IllegalArgumentException(candidates.size() + " candidates, " + folds + " folds, " + threads
                    + " threads; wanted at least 1, 2 and 1");
        }
    }

    /** What the plan {@code best} searches; about two minutes on one thread for the 20,640 rows of the public file. */
    public static SearchSpace bestSpace() throws ModelException {
        return SearchSpace.of(
                Algorithm.GRADIENT_BOOSTING,
                List.of(FeatureSet.GEO),
                Map.of(
                        "rounds", List.of(400.0, 600.0, 800.0),
                        "learning_rate", List.of(0.05),
                        "max_depth", List.of(7.0, 8.0),
                        "min_child_weight", List.of(2.0, 4.0),
                        "subsample", List.of(0.8),
                        "colsample_bytree", List.of(0.25, 0.35)),
                8);
    }
}
