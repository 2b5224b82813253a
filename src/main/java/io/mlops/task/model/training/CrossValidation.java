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

/** K-fold cross-validation on the train rows: each fold's rows are predicted by a fit on the other folds' rows. */
final class CrossValidation {
    private final Dataset[] train;
    private final Dataset[] validation;
    private final long seed;

    private CrossValidation(Dataset[] train, Dataset[] validation, long seed) {
        this.train = train;
        this.validation = validation;
        this.seed = seed;
    }

    /** Assigns the rows, shuffled with the seed, to folds in turn. */
    static CrossValidation of(Dataset dataset, int folds, long seed) {
        int[] order = NumpyPermutation.of(seed, dataset.rows());
        Dataset[] train = new Dataset[folds];
        Dataset[] validation = new Dataset[folds];
        for (int f = 0; f < folds; f++) {
            int fold = f;
            validation[f] = dataset.select(IntStream.range(0, order.length)
                    .filter(i -> i % folds == fold)
                    .map(i -> order[i])
                    .toArray());
            train[f] = dataset.select(IntStream.range(0, order.length)
                    .filter(i -> i % folds != fold)
                    .map(i -> order[i])
                    .toArray());
        }
        return new CrossValidation(train, validation, seed);
    }

    /** Returns a trial for each specification, in their order. */
    List<Trial> score(List<ModelSpec> specs, TrainingExecutor executor, TrainingListener listener)
            throws ModelException {
        List<List<ModelSpec>> groups = groups(specs);
        List<Callable<double[]>> fits = new ArrayList<>();
        for (List<ModelSpec> group : groups) {
            for (int f = 0; f < validation.length; f++) {
                int fold = f;
                fits.add(() -> scoreFold(group, fold, listener));
            }
        }
        List<double[]> scores = executor.invokeAll("cross-validation", fits, listener);
        List<Trial> trials = new ArrayList<>();
        for (int g = 0; g < groups.size(); g++) {
            List<double[]> folds = scores.subList(g * validation.length, (g + 1) * validation.length);
            for (int s = 0; s < groups.get(g).size(); s++) {
                trials.add(trial(groups.get(g).get(s), folds, s));
            }
        }
        return List.copyOf(trials);
    }

    /** Returns the fold's RMSE for each specification of a group; they differ only in rounds, so one staged fit scores all. */
    private double[] scoreFold(List<ModelSpec> group, int fold, TrainingListener listener) throws ModelException {
        ModelSpec mostRounds = group.get(group.size() - 1);
        FittedRegressor fitted = FittedRegressor.fit(mostRounds, train[fold], seed, listener);
        Dataset rows = validation[fold];
        if (fitted.regressor() instanceof TreeEnsemble trees && group.size() > 1) {
            int[] rounds = group.stream()
                    .mapToInt(spec -> spec.getInt(SearchSpace.ROUNDS))
                    .toArray();
            return fitted.stagedRmse(trees, rows, rounds);
        }
        return new double[] {
            RegressionMetrics.of(rows.targets(), fitted.predict(rows)).rmse()
        };
    }

    private Trial trial(ModelSpec spec, List<double[]> folds, int member) {
        double squares = 0;
        int rows = 0;
        List<Double> foldRmse = new ArrayList<>();
        for (int f = 0; f < validation.length; f++) {
            double rmse = folds.get(f)[member];
            squares += rmse * rmse * validation[f].rows();
            rows += validation[f].rows();
            foldRmse.add(rmse);
        }
        return new Trial(spec, Math.sqrt(squares / rows), List.copyOf(foldRmse));
    }

    private static List<List<ModelSpec>> groups(List<ModelSpec> specs) {
        Map<Object, List<ModelSpec>> groups = new LinkedHashMap<>();
        for (ModelSpec spec : specs) {
            Map<String, Double> others = new LinkedHashMap<>(spec.parameters());
            others.remove(SearchSpace.ROUNDS);
            groups.computeIfAbsent(Arrays.asList(spec.algorithm(), spec.features(), others), key -> new ArrayList<>())
                    .add(spec);
        }
        return List.copyOf(groups.values());
    }
}
