package io.mlops.task.model.evaluation;

import java.util.List;
import java.util.Map;

/**
 * The numbers behind a model's pictures; all values in 100,000 USD.
 *
 * @param points predicted against actual, for at most {@value #MAX_POINTS} held-out rows, spread evenly
 * @param residuals counts of actual - predicted over all held-out rows
 * @param importance per feature, how much the RMSE grows when its values are shuffled among the held-out rows
 * @param learning how the errors fall as the model is given more
 */
public record EvaluationPlots(
        List<Point> points, Histogram residuals, Map<String, Double> importance, LearningCurve learning) {
    public static final int MAX_POINTS = 1_000;

    public record Point(double actual, double predicted) {}
}
