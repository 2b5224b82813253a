package io.mlops.task.model.regression;

import io.mlops.task.model.data.ModelException;
import java.util.Arrays;
import java.util.List;
import org.hipparchus.exception.MathRuntimeException;
import org.hipparchus.stat.regression.OLSMultipleLinearRegression;

/** Ordinary least squares with an intercept (Hipparchus, by QR decomposition). */
final class LinearTrainer implements Trainer {
    @Override
    public Regressor train(double[][] columns, double[] target, ModelSpec spec, long seed, TrainingListener listener)
            throws ModelException {
        listener.checkCancelled(spec.algorithm().label());
        OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
        try {
            regression.newSampleData(target, columns);
            return LinearRegressor.of(regression.estimateRegressionParameters());
        } catch (MathRuntimeException e) {
            throw new ModelException(
                    "Linear regression on " + columns.length + " rows of " + columns[0].length
                            + " columns has no unique solution: "
                            + cause(columns, spec.features().names()),
                    e);
        }
    }

    private static String cause(double[][] rows, List<String> names) {
        for (int c = 0; c < rows[0].length; c++) {
            int column = c;
            if (Arrays.stream(rows).allMatch(row -> row[column] == rows[0][column])) {
                return "column " + names.get(c) + " has one value in all train rows";
            }
        }
        return "a column is a combination of others, or there are more columns than rows";
    }
}
