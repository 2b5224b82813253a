package io.mlops.task.model.training;

import io.mlops.task.model.evaluation.EvaluationPlots;
import io.mlops.task.model.evaluation.Trial;
import io.mlops.task.model.regression.RegressionMetrics;
import io.mlops.task.model.regression.TrainedModel;
import java.util.List;

/**
 * A candidate after its training.
 *
 * @param train scores on the rows it learnt from
 * @param heldOut scores on the rows it never saw: the ones to compare by
 * @param trials what cross-validation tried, empty where there was nothing to choose
 */
public record TrainedCandidate(
        String name,
        TrainedModel model,
        RegressionMetrics train,
        RegressionMetrics heldOut,
        List<Trial> trials,
        EvaluationPlots plots) {}
