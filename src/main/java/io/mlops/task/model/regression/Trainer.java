package io.mlops.task.model.regression;

import io.mlops.task.model.data.ModelException;

/** Trains a regressor; the same input, parameters and seed give the same bytes. */
interface Trainer {
    /**
     * @param columns {@code [row][column]}, scaled
     * @param target in 100,000 USD
     * @param seed 0 .. 2^32-1
     */
    Regressor train(double[][] columns, double[] target, ModelSpec spec, long seed, TrainingListener listener)
            throws ModelException;
}
