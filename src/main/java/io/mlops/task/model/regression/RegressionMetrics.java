package io.mlops.task.model.regression;

/**
 * How far predictions are from what was so, in 100,000 USD where it has a unit.
 *
 * @param rmse root of the mean squared error
 * @param mae mean absolute error
 * @param r2 1 - squared error / squared distance from the mean; {@code NaN}-free: 0 where the actual values are all equal
 * @param bias mean of predicted - actual
 * @param worst largest absolute error
 */
public record RegressionMetrics(double rmse, double mae, double r2, double bias, double worst, int rows) {
    /** Scores pairs; both arrays of one length, at least 1. */
    public static RegressionMetrics of(double[] actual, double[] predicted) {
        if (actual.length == 0 || actual.length != predicted.length) {
            throw new IllegalArgumentException(actual.length + " actual and " + predicted.length
                    + " predicted values; wanted as many, at least 1");
        }
        double mean = mean(actual);
        double squares = 0;
        double around = 0;
        double absolute = 0;
        double signed = 0;
        double worst = 0;
        for (int i = 0; i < actual.length; i++) {
            double error = predicted[i] - actual[i];
            squares += error * error;
            around += (actual[i] - mean) * (actual[i] - mean);
            absolute += Math.abs(error);
            signed += error;
            worst = Math.max(worst, Math.abs(error));
        }
        int n = actual.length;
        return new RegressionMetrics(
                Math.sqrt(squares / n), absolute / n, around == 0 ? 0 : 1 - squares / around, signed / n, worst, n);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
