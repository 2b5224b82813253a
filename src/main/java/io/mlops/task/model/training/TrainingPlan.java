package io.mlops.task.model.training;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.FeatureSet;
import io.mlops.task.model.regression.Algorithm;
import java.util.List;
import java.util.Map;

/**
 * What a training compares, and how.
 *
 * @param candidates one search space for each algorithm
 * @param seed of the split, the folds, the search and every trainer; 0 .. 2^32-1
 * @param testSize fraction of held-out rows, in (0, 1)
 * @param folds of cross-validation, at least 2; used if a search space has several specifications
 * @param threads for parallel fits; does not affect any result
 */
public record TrainingPlan(List<SearchSpace> candidates, long seed, double testSize, int folds, int threads) {
    public static final double DEFAULT_TEST_SIZE = 0.2;
    public static final int DEFAULT_FOLDS = 3;

    public TrainingPlan {
        candidates = List.copyOf(candidates);
        if (candidates.isEmpty() || folds < 2 || threads < 1) {
            throw new IllegalArgumentException("candidates, folds and threads must be at least 1, 2 and 1, were "
                    + candidates.size() + ", " + folds + " and " + threads);
        }
    }

    /** Returns the search of the plan {@code best}: about two minutes on one thread for the public file's 20,640 rows. */
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
