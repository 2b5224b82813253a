package io.mlops.task.model;

/** Learns a regressor from prepared columns; the same input, parameters and seed give the same bytes. */
interface Learner {
    /** {@code columns} is {@code [row][column]}, {@code target} in 100,000 USD, {@code seed} 0 .. 2^32-1. */
    Regressor learn(double[][] columns, double[] target, ModelSpec spec, long seed, TrainingWatch watch)
            throws ModelException;
}
