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
 * RMSE on the train rows and on the held-out rows, by the size of an ensemble or of the train set.
 *
 * @param axis what the size counts: {@code trees} (of boosting, its rounds) or {@code rows}
 */
public record LearningCurve(String axis, List<Step> steps) {
    private static final int STEPS = 10;
    private static final double[] TRAIN_FRACTIONS = {0.1, 0.2, 0.4};

    public record Step(int size, double trainRmse, double heldOutRmse) {}

    /** @param last the step for all train rows, which the caller has computed already */
    public static LearningCurve of(
            FittedRegressor fitted, TrainTestSplit split, Step last, long seed, TrainingListener listener)
            throws ModelException {
        return fitted.regressor() instanceof TreeEnsemble trees
                ? byTrees(fitted, trees, split)
                : byRows(fitted, split, last, seed, listener);
    }

    private static LearningCurve byTrees(FittedRegressor fitted, TreeEnsemble trees, TrainTestSplit split) {
        int[] sizes = IntStream.rangeClosed(1, STEPS)
                .map(s -> Math.max(1, trees.treeCount() * s / STEPS))
                .distinct()
                .toArray();
        double[] train = fitted.stagedRmse(trees, split.train(), sizes);
        double[] heldOut = fitted.stagedRmse(trees, split.heldOut(), sizes);
        return new LearningCurve(
                "trees",
                IntStream.range(0, sizes.length)
                        .mapToObj(s -> new Step(sizes[s], train[s], heldOut[s]))
                        .toList());
    }

    private static LearningCurve byRows(
            FittedRegressor fitted, TrainTestSplit split, Step last, long seed, TrainingListener listener)
            throws ModelException {
        List<Step> steps = new ArrayList<>();
        for (double fraction : TRAIN_FRACTIONS) {
            int rows = Math.max(fitted.spec().features().names().size() + 2, (int)
                    (fraction * split.train().rows()));
            if (rows < split.train().rows()) {
                // The train rows are shuffled already, so the first ones are a random sample.
                Dataset part = split.train().select(IntStream.range(0, rows).toArray());
                steps.add(step(FittedRegressor.fit(fitted.spec(), part, seed, listener), part, split.heldOut()));
            }
        }
        steps.add(last);
        return new LearningCurve("rows", List.copyOf(steps));
    }

    private static Step step(FittedRegressor fitted, Dataset train, Dataset heldOut) {
        int[] first = IntStream.range(0, Math.min(train.rows(), heldOut.rows())).toArray();
        Dataset sample = train.select(first);
        return new Step(train.rows(), rmse(fitted, sample), rmse(fitted, heldOut));
    }

    private static double rmse(FittedRegressor fitted, Dataset dataset) {
        return RegressionMetrics.of(dataset.targets(), fitted.predict(dataset)).rmse();
    }
}
