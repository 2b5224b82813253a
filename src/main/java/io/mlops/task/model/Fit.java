package io.mlops.task.model;

/** A regressor with what prepares its columns: the part of a model that is learnt from the train rows alone. */
record Fit(ModelSpec spec, Scaling scaling, Regressor regressor) {
    static Fit of(ModelSpec spec, Table train, long seed, TrainingWatch watch) throws ModelException {
        double[][] columns = new double[train.rows()][];
        for (int r = 0; r < columns.length; r++) {
            columns[r] = spec.features().derive(train.row(r));
        }
        Scaling scaling = spec.kind().scaled() ? Scaling.of(columns) : Scaling.none(columns[0].length);
        for (int r = 0; r < columns.length; r++) {
            columns[r] = scaling.apply(columns[r]);
        }
        return new Fit(spec, scaling, spec.kind().learner().learn(columns, train.targets(), spec, seed, watch));
    }

    double[] predict(Table table) {
        double[] predicted = new double[table.rows()];
        for (int r = 0; r < predicted.length; r++) {
            predicted[r] = regressor.predict(columns(table, r));
        }
        return predicted;
    }

    /** For an ensemble of trees: the RMSE on a table after each of these numbers of trees. */
    double[] stagedRmse(TreeEnsemble trees, Table table, int[] counts) {
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

    private double[] columns(Table table, int row) {
        return scaling.apply(spec.features().derive(table.row(row)));
    }
}
