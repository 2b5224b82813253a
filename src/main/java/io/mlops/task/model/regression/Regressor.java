package io.mlops.task.model.regression;

import io.mlops.task.model.data.ModelException;

/** A trained function from scaled columns to 100,000 USD; immutable and thread-safe. */
interface Regressor {
    double predict(double[] columns);

    ModelFile file();

    static Regressor read(ModelFile file) throws ModelException {
        return switch (file.name()) {
            case LinearRegressor.FILE -> LinearRegressor.read(file.bytes());
            case TreeEnsemble.FILE -> TreeEnsemble.read(file.bytes());
            case SvrModel.FILE -> SvrModel.read(file.bytes());
            default ->
                throw new ModelException("Model file " + file.name() + " is unknown; it must be " + LinearRegressor.FILE
                        + ", " + TreeEnsemble.FILE + " or " + SvrModel.FILE);
        };
    }
}
