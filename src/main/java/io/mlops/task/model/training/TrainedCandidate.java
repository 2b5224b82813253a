package io.mlops.task.model.training;

import io.mlops.task.model.evaluation.EvaluationPlots;
import io.mlops.task.model.evaluation.Trial;
import io.mlops.task.model.regression.RegressionMetrics;
import io.mlops.task.model.regression.TrainedModel;
import java.util.List;

/**
 * The trained model of one algorithm, with its evaluation.
 *
 * @param train metrics on the train rows
 * @param heldOut metrics on the held-out rows, by which candidates are compared
 * @param trials the trials of the search, empty if there was only one specification
 */
public record TrainedCandidate(
        TrainedModel model,
        RegressionMetrics train,
        RegressionMetrics heldOut,
        List<Trial> trials,
        EvaluationPlots plots) {
    /** Returns the algorithm's key, which is unique within a training. */
    public String name() {
        return model.spec().algorithm().label();
    }
}
