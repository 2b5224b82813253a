package io.mlops.task.model.evaluation;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.housing.TrainTestSplit;
import io.mlops.task.model.regression.FittedRegressor;
import io.mlops.task.model.regression.RegressionMetrics;
import io.mlops.task.model.regression.TrainingListener;
import io.mlops.task.model.regression.TreeEnsemble;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * RMSE on the rows learnt from and on the held-out ones, as a model is given more.
 *
 * @param axis what it is given more of: {@code trees} (boosting rounds are trees too) or {@code rows}
 */
public record LearningCurve(String axis, List<Step> steps) {
    private static final int STEPS = 10;
    private static final double[] SHARES = {0.1, 0.2, 0.4};

    public record Step(int size, double trainRmse, double heldOutRmse) {}

    /** {@code last}: the step that is known already, the whole of what the model was given. */
    public static LearningCurve of(
            FittedRegressor fit, TrainTestSplit split, Step last, long seed, TrainingListener watch)
            throws ModelException {
        return fit.regressor() instanceof TreeEnsemble trees
                ? byTrees(fit, trees, split)
                : byRows(fit, split, last, seed, watch);
    }

    private static LearningCurve byTrees(FittedRegressor fit, TreeEnsemble trees, TrainTestSplit split) {
        int[] sizes = IntStream.rangeClosed(1, STEPS)
                .map(s -> Math.max(1, trees.trees() * s / STEPS))
                .distinct()
                .toArray();
        double[] train = fit.stagedRmse(trees, split.train(), sizes);
        double[] heldOut = fit.stagedRmse(trees, split.heldOut(), sizes);
        return new LearningCurve(
                "trees",
                IntStream.range(0, sizes.length)
                        .mapToObj(s -> new Step(sizes[s], train[s], heldOut[s]))
                        .toList());
    }

    private static LearningCurve byRows(
            FittedRegressor full, TrainTestSplit split, Step last, long seed, TrainingListener watch)
            throws ModelException {
        List<Step> steps = new ArrayList<>();
        for (double share : SHARES) {
            int rows = Math.max(full.spec().features().names().size() + 2, (int)
                    (share * split.train().rows()));
            if (rows < split.train().rows()) {
                // The train rows are shuffled already, so that the first ones are as good as any.
                Dataset part = split.train().select(IntStream.range(0, rows).toArray());
                steps.add(step(FittedRegressor.of(full.spec(), part, seed, watch), part, split.heldOut()));
            }
        }
        steps.add(last);
        return new LearningCurve("rows", List.copyOf(steps));
    }

    private static Step step(FittedRegressor fit, Dataset learnt, Dataset heldOut) {
        int[] some = IntStream.range(0, Math.min(learnt.rows(), heldOut.rows())).toArray();
        Dataset sample = learnt.select(some);
        return new Step(learnt.rows(), rmse(fit, sample), rmse(fit, heldOut));
    }

    private static double rmse(FittedRegressor fit, Dataset table) {
        return RegressionMetrics.of(table.targets(), fit.predict(table)).rmse();
    }
}
