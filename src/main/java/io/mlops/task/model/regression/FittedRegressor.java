package io.mlops.task.model.regression;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.Dataset;

/** A regressor with its feature scaling: the part of a model that is fitted on the train rows alone. */
public record FittedRegressor(ModelSpec spec, StandardScaler scaler, Regressor regressor) {
    public static FittedRegressor fit(ModelSpec spec, Dataset train, long seed, TrainingListener listener)
            throws ModelException {
        double[][] columns = new double[train.rows()][];
        for (int r = 0; r < columns.length; r++) {
            columns[r] = spec.features().derive(train.row(r));
        }
        StandardScaler scaler =
                spec.algorithm().isScaled() ? StandardScaler.fit(columns) : StandardScaler.identity(columns[0].length);
        for (int r = 0; r < columns.length; r++) {
            columns[r] = scaler.transform(columns[r]);
        }
        return new FittedRegressor(
                spec, scaler, spec.algorithm().trainer().train(columns, train.targets(), spec, seed, listener));
    }

    public double[] predict(Dataset dataset) {
        double[] predicted = new double[dataset.rows()];
        for (int r = 0; r < predicted.length; r++) {
            predicted[r] = regressor.predict(columns(dataset, r));
        }
        return predicted;
    }

    /** Returns the RMSE of a tree ensemble's first trees, for each of these numbers of trees. */
    public double[] stagedRmse(TreeEnsemble trees, Dataset dataset, int[] treeCounts) {
        double[] squares = new double[treeCounts.length];
        for (int r = 0; r < dataset.rows(); r++) {
            double[] staged = trees.stagedPredict(columns(dataset, r), treeCounts);
            for (int s = 0; s < treeCounts.length; s++) {
                squares[s] += (staged[s] - dataset.target(r)) * (staged[s] - dataset.target(r));
            }
        }
        double[] rmse = new double[treeCounts.length];
        for (int s = 0; s < treeCounts.length; s++) {
            rmse[s] = Math.sqrt(squares[s] / dataset.rows());
        }
        return rmse;
    }

    private double[] columns(Dataset dataset, int row) {
        return scaler.transform(spec.features().derive(dataset.row(row)));
    }
}
