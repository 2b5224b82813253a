package io.mlops.task.model.regression;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.Dataset;

/** A regressor with what prepares its columns: the part of a model that is learnt from the train rows alone. */
public record FittedRegressor(ModelSpec spec, StandardScaler scaling, Regressor regressor) {
    public static FittedRegressor of(ModelSpec spec, Dataset train, long seed, TrainingListener watch)
            throws ModelException {
        double[][] columns = new double[train.rows()][];
        for (int r = 0; r < columns.length; r++) {
            columns[r] = spec.features().derive(train.row(r));
        }
        StandardScaler scaling =
                spec.kind().scaled() ? StandardScaler.of(columns) : StandardScaler.none(columns[0].length);
        for (int r = 0; r < columns.length; r++) {
            columns[r] = scaling.apply(columns[r]);
        }
        return new FittedRegressor(
                spec, scaling, spec.kind().trainer().train(columns, train.targets(), spec, seed, watch));
    }

    public double[] predict(Dataset table) {
        double[] predicted = new double[table.rows()];
        for (int r = 0; r < predicted.length; r++) {
            predicted[r] = regressor.predict(columns(table, r));
        }
        return predicted;
    }

    /** For an ensemble of trees: the RMSE on a table after each of these numbers of trees. */
    public double[] stagedRmse(TreeEnsemble trees, Dataset table, int[] counts) {
        double[] squares = new double[counts.length];
        for (int r = 0; r < table.rows(); r++) {
            double[] staged = trees.staged(columns(table, r), counts);
            for (int s = 0; s < counts.length; s++) {
                squares[s] += (staged[s] - table.target(r)) * (staged[s] - table.target(r));
            }
        }
        double[] rmse = new double[counts.length];
        for (int s = 0; s < counts.length; s++) {
            rmse[s] = Math.sqrt(squares[s] / table.rows());
        }
        return rmse;
    }

    private double[] columns(Dataset table, int row) {
        return scaling.apply(spec.features().derive(table.row(row)));
    }
}
