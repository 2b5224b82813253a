package io.mlops.task.model.training;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.evaluation.EvaluationPlots;
import io.mlops.task.model.evaluation.Histogram;
import io.mlops.task.model.evaluation.LearningCurve;
import io.mlops.task.model.evaluation.PermutationImportance;
import io.mlops.task.model.evaluation.Trial;
import io.mlops.task.model.housing.TrainTestSplit;
import io.mlops.task.model.regression.ConformalIntervals;
import io.mlops.task.model.regression.FittedRegressor;
import io.mlops.task.model.regression.ModelSpec;
import io.mlops.task.model.regression.RegressionMetrics;
import io.mlops.task.model.regression.TrainedModel;
import io.mlops.task.model.regression.TrainingListener;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;

/**
 * Trains a plan's candidates and compares them: the same dataset and plan give the same models, to the last byte, on any
 * number of threads. Held-out rows are used for metrics, intervals and plots, never to fit or to choose parameters.
 */
public final class Training {
    private static final int RESIDUAL_BINS = 40;

    private final TrainingPlan plan;
    private final TrainTestSplit split;
    private final TrainingListener listener;

    private Training(TrainingPlan plan, TrainTestSplit split, TrainingListener listener) {
        this.plan = plan;
        this.split = split;
        this.listener = listener;
    }

    public static TrainingResult run(TrainTestSplit split, TrainingPlan plan, TrainingListener listener)
            throws ModelException {
        try (TrainingExecutor executor = TrainingExecutor.of(plan.threads())) {
            return new Training(plan, split, listener).run(executor);
        }
    }

    private TrainingResult run(TrainingExecutor executor) throws ModelException {
        List<Callable<TrainedCandidate>> fits = new ArrayList<>();
        for (SearchSpace space : plan.candidates()) {
            List<ModelSpec> specs = space.specs(plan.seed());
            List<Trial> trials = specs.size() == 1 ? List.of() : search(specs, executor);
            ModelSpec best = trials.stream()
                    .min(Comparator.comparingDouble(Trial::rmse))
                    .map(Trial::spec)
                    .orElse(specs.get(0));
            fits.add(() -> train(best, trials));
        }
        return new TrainingResult(split, List.copyOf(executor.invokeAll("training", fits, listener)));
    }

    private List<Trial> search(List<ModelSpec> specs, TrainingExecutor executor) throws ModelException {
        return CrossValidation.of(split.train(), plan.folds(), plan.seed()).score(specs, executor, listener);
    }

    private TrainedCandidate train(ModelSpec spec, List<Trial> trials) throws ModelException {
        FittedRegressor fitted = FittedRegressor.fit(spec, split.train(), plan.seed(), listener);
        listener.checkCancelled(spec.algorithm().label());
        double[] actual = split.heldOut().targets();
        double[] predicted = fitted.predict(split.heldOut());
        ConformalIntervals intervals = ConformalIntervals.of(actual, predicted, ConformalIntervals.DEFAULT_COVERAGE);
        TrainedModel model = TrainedModel.of(fitted, split.train(), intervals);
        RegressionMetrics train = model.score(split.train());
        RegressionMetrics heldOut = RegressionMetrics.of(actual, predicted);
        LearningCurve.Step last = new LearningCurve.Step(train.rows(), train.rmse(), heldOut.rmse());
        EvaluationPlots plots = new EvaluationPlots(
                points(actual, predicted),
                Histogram.of(residuals(actual, predicted), RESIDUAL_BINS),
                PermutationImportance.of(model, split.heldOut(), plan.seed()),
                LearningCurve.of(fitted, split, last, plan.seed(), listener));
        return new TrainedCandidate(model, train, heldOut, trials, plots);
    }

    private static List<EvaluationPlots.Point> points(double[] actual, double[] predicted) {
        int count = Math.min(EvaluationPlots.MAX_POINTS, actual.length);
        return IntStream.range(0, count)
                .map(i -> (int) ((long) i * actual.length / count))
                .mapToObj(i -> new EvaluationPlots.Point(actual[i], predicted[i]))
                .toList();
    }

    private static double[] residuals(double[] actual, double[] predicted) {
        return IntStream.range(0, actual.length)
                .mapToDouble(i -> actual[i] - predicted[i])
                .toArray();
    }
}
