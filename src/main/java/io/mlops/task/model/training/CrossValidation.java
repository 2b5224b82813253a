package io.mlops.task.model.training;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.data.NumpyPermutation;
import io.mlops.task.model.evaluation.Trial;
import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.regression.FittedRegressor;
import io.mlops.task.model.regression.ModelSpec;
import io.mlops.task.model.regression.RegressionMetrics;
import io.mlops.task.model.regression.TrainingListener;
import io.mlops.task.model.regression.TreeEnsemble;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/** Scores specifications on the train rows alone: each fold's rows are predicted by a fit on the other folds' rows. */
final class CrossValidation {
    private final Dataset[] learnt;
    private final Dataset[] left;
    private final long seed;

    private CrossValidation(Dataset[] learnt, Dataset[] left, long seed) {
        this.learnt = learnt;
        this.left = left;
        this.seed = seed;
    }

    /** Deals the rows, shuffled by the seed, into folds. */
    static CrossValidation of(Dataset train, int folds, long seed) {
        int[] order = NumpyPermutation.of(seed, train.rows());
        Dataset[] learnt = new Dataset[folds];
        Dataset[] left = new Dataset[folds];
        for (int f = 0; f < folds; f++) {
            int fold = f;
            left[f] = train.select(IntStream.range(0, order.length)
                    .filter(i -> i % folds == fold)
                    .map(i -> order[i])
                    .toArray());
            learnt[f] = train.select(IntStream.range(0, order.length)
                    .filter(i -> i % folds != fold)
                    .map(i -> order[i])
                    .toArray());
        }
        return new CrossValidation(learnt, left, seed);
    }

    /** A trial for each specification, in their order. */
    List<Trial> score(List<ModelSpec> specs, TrainingExecutor threads, TrainingListener watch) throws ModelException {
        List<List<ModelSpec>> groups = groups(specs);
        List<Callable<double[]>> fits = new ArrayList<>();
        for (List<ModelSpec> group : groups) {
            for (int f = 0; f < left.length; f++) {
                int fold = f;
                fits.add(() -> fold(group, fold, watch));
            }
        }
        List<double[]> scored = threads.invokeAll("cross-validation", fits, watch);
        List<Trial> trials = new ArrayList<>();
        for (int g = 0; g < groups.size(); g++) {
            List<double[]> folds = scored.subList(g * left.length, (g + 1) * left.length);
            for (int s = 0; s < groups.get(g).size(); s++) {
                trials.add(trial(groups.get(g).get(s), folds, s));
            }
        }
        return List.copyOf(trials);
    }

    /** The fold's RMSE for each specification of a group, which differ in rounds alone: one fit, read after each number. */
    private double[] fold(List<ModelSpec> group, int fold, TrainingListener watch) throws ModelException {
        ModelSpec longest = group.get(group.size() - 1);
        FittedRegressor fit = FittedRegressor.of(longest, learnt[fold], seed, watch);
        if (fit.regressor() instanceof TreeEnsemble trees && group.size() > 1) {
            int[] rounds = group.stream()
                    .mapToInt(spec -> spec.count(SearchSpace.ROUNDS))
                    .toArray();
            return fit.stagedRmse(trees, left[fold], rounds);
        }
        return new double[] {
            RegressionMetrics.of(left[fold].targets(), fit.predict(left[fold])).rmse()
        };
    }

    private Trial trial(ModelSpec spec, List<double[]> folds, int member) {
        double squares = 0;
        int rows = 0;
        List<Double> rmse = new ArrayList<>();
        for (int f = 0; f < left.length; f++) {
            double one = folds.get(f)[member];
            squares += one * one * left[f].rows();
            rows += left[f].rows();
            rmse.add(one);
        }
        return new Trial(spec, Math.sqrt(squares / rows), List.copyOf(rmse));
    }

    private static List<List<ModelSpec>> groups(List<ModelSpec> specs) {
        Map<Object, List<ModelSpec>> groups = new LinkedHashMap<>();
        for (ModelSpec spec : specs) {
            Map<String, Double> others = new LinkedHashMap<>(spec.parameters());
            others.remove(SearchSpace.ROUNDS);
            groups.computeIfAbsent(Arrays.asList(spec.kind(), spec.features(), others), key -> new ArrayList<>())
                    .add(spec);
        }
        return List.copyOf(groups.values());
    }
}
