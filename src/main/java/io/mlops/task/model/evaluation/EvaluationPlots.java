package io.mlops.task.model.evaluation;

import java.util.List;
import java.util.Map;

/**
 * The data of a model's plots; all values in 100,000 USD.
 *
 * @param points predicted against actual, for at most {@value #MAX_POINTS} held-out rows, spread evenly
 * @param residuals histogram of actual - predicted over all held-out rows
 * @param importance permutation importance by feature: the increase of the RMSE on the held-out rows
 * @param learningCurve errors by number of trees or train rows
 */
public record EvaluationPlots(
        List<Point> points, Histogram residuals, Map<String, Double> importance, LearningCurve learningCurve) {
    public static final int MAX_POINTS = 1_000;

    public record Point(double actual, double predicted) {}
}
