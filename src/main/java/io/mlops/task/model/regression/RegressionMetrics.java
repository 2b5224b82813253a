package io.mlops.task.model.regression;

/**
 * Errors of predictions, in 100,000 USD if they have a unit.
 *
 * @param rmse root mean squared error
 * @param mae mean absolute error
 * @param r2 coefficient of determination; 0 if all actual values are equal, never {@code NaN}
 * @param bias mean of predicted - actual
 * @param maxError largest absolute error
 */
public record RegressionMetrics(double rmse, double mae, double r2, double bias, double maxError, int rows) {
    /** Both arrays must have the same length, at least 1. */
    public static RegressionMetrics of(double[] actual, double[] predicted) {
        if (actual.length == 0 || actual.length != predicted.length) {
            throw new IllegalArgumentException("actual and predicted must be of the same length, at least 1, were "
                    + actual.length + " and " + predicted.length);
        }
        double mean = mean(actual);
        double squaredErrors = 0;
        double squaredDeviations = 0;
        double absoluteErrors = 0;
        double errors = 0;
        double maxError = 0;
        for (int i = 0; i < actual.length; i++) {
            double error = predicted[i] - actual[i];
            squaredErrors += error * error;
            squaredDeviations += (actual[i] - mean) * (actual[i] - mean);
            absoluteErrors += Math.abs(error);
            errors += error;
            maxError = Math.max(maxError, Math.abs(error));
        }
        int n = actual.length;
        return new RegressionMetrics(
                Math.sqrt(squaredErrors / n),
                absoluteErrors / n,
                squaredDeviations == 0 ? 0 : 1 - squaredErrors / squaredDeviations,
                errors / n,
                maxError,
                n);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }
}
