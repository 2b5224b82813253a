package io.mlops.task.model.regression;

import io.mlops.task.model.data.ModelException;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.stat.regression.OLSMultipleLinearRegression;

/** Ordinary least squares with an intercept (Hipparchus, by QR decomposition). */
final class LinearTrainer implements Trainer {
    @Override
    public Regressor train(double[][] columns, double[] target, ModelSpec spec, long seed, TrainingListener listener)
            throws ModelException {
        listener.checkCancelled(spec.algorithm().key());
        OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
        try {
            regression.newSampleData(target, columns);
            return LinearRegressor.of(regression.estimateRegressionParameters());
        } catch (MathRuntimeException e) {
            throw new ModelException(
                    "Linear regression on " + columns.length + " rows of " + columns[0].length
                            + " columns has no unique solution: " + e.getMessage(),
                    e);
        }
    }
}
