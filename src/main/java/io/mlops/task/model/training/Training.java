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
 * Trains a plan's candidates and compares them: the same table and plan give the same models, to the last byte, on any
 * number of threads. Held-out rows are used for scores, intervals and pictures, never to learn or to choose parameters.
 */
public final class Training {
    private static final int RESIDUAL_BINS = 40;

    private final TrainingPlan plan;
    private final TrainingListener watch;

    private Training(TrainingPlan plan, TrainingListener watch) {
        this.plan = plan;
        this.watch = watch;
    }

    public static TrainingResult run(TrainTestSplit split, TrainingPlan plan, TrainingListener watch)
            throws ModelException {
        Training training = new Training(plan, watch);
        try (TrainingExecutor threads = TrainingExecutor.of(plan.threads())) {
            List<Callable<TrainedCandidate>> fits = new ArrayList<>();
            for (Candidate candidate : plan.candidates()) {
                List<Trial> trials = training.search(candidate, split, threads);
                ModelSpec chosen = training.chosen(candidate, trials);
                fits.add(() -> training.fit(candidate.name(), chosen, trials, split));
            }
            return new TrainingResult(split, List.copyOf(threads.invokeAll("training", fits, watch)));
        }
    }

    private List<Trial> search(Candidate candidate, TrainTestSplit split, TrainingExecutor threads)
            throws ModelException {
        List<ModelSpec> specs = candidate.space().specs(plan.seed());
        return specs.size() == 1
                ? List.of()
                : CrossValidation.of(split.train(), plan.folds(), plan.seed()).score(specs, threads, watch);
    }

    private ModelSpec chosen(Candidate candidate, List<Trial> trials) throws ModelException {
        return trials.isEmpty()
                ? candidate.space().specs(plan.seed()).get(0)
                : trials.stream()
                        .min(Comparator.comparingDouble(Trial::rmse))
                        .orElseThrow()
                        .spec();
    }

    private TrainedCandidate fit(String name, ModelSpec spec, List<Trial> trials, TrainTestSplit split)
            throws ModelException {
        FittedRegressor fit = FittedRegressor.of(spec, split.train(), plan.seed(), watch);
        watch.checkpoint(name);
        double[] actual = split.heldOut().targets();
        double[] predicted = fit.predict(split.heldOut());
        ConformalIntervals intervals = ConformalIntervals.of(actual, predicted, ConformalIntervals.DEFAULT_COVERAGE);
        TrainedModel model = TrainedModel.of(fit, split.train(), intervals);
        RegressionMetrics train = model.score(split.train());
        RegressionMetrics heldOut = RegressionMetrics.of(actual, predicted);
        LearningCurve.Step last = new LearningCurve.Step(train.rows(), train.rmse(), heldOut.rmse());
        EvaluationPlots plots = new EvaluationPlots(
                points(actual, predicted),
                Histogram.of(residuals(actual, predicted), RESIDUAL_BINS),
                PermutationImportance.of(model, split.heldOut(), plan.seed()),
                LearningCurve.of(fit, split, last, plan.seed(), watch));
        return new TrainedCandidate(name, model, train, heldOut, trials, plots);
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
