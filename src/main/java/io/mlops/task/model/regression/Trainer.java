package io.mlops.task.model.regression;

import io.mlops.task.model.data.ModelException;

/** Learns a regressor from prepared columns; the same input, parameters and seed give the same bytes. */
interface Trainer {
    /** {@code columns} is {@code [row][column]}, {@code target} in 100,000 USD, {@code seed} 0 .. 2^32-1. */
    Regressor train(double[][] columns, double[] target, ModelSpec spec, long seed, TrainingListener watch)
            throws ModelException;
}
