package io.mlops.task.model.regression;

import io.mlops.task.model.data.ModelException;

/** Epsilon support vector regression with a radial kernel; deterministic, so the seed is not used. */
final class SvrTrainer implements Trainer {
    /** Cache of the kernel: 200 MB as in scikit-learn, but at most a sixteenth of the heap, because trainings run side by side. */
    private static final long CACHE_BYTES =
            Math.min(200L << 20, Runtime.getRuntime().maxMemory() >> 4);

    @Override
    public Regressor train(double[][] columns, double[] target, ModelSpec spec, long seed, TrainingListener listener)
            throws ModelException {
        double gamma = spec.get("gamma") > 0 ? spec.get("gamma") : gamma(columns);
        RbfKernel kernel = new RbfKernel(columns, gamma, CACHE_BYTES);
        SvrSolver solver = new SvrSolver(kernel, target, spec.get("C"), spec.get("epsilon"), spec.get("tolerance"));
        solver.solve(listener, spec.algorithm().label());
        return SvrModel.of(columns, gamma, solver);
    }

    /** scikit-learn's {@code gamma="scale"}: 1 / (columns * variance of all values). */
    private static double gamma(double[][] columns) {
        double sum = 0;
        double squares = 0;
        for (double[] row : columns) {
            for (double value : row) {
                sum += value;
                squares += value * value;
            }
        }
        double count = (double) columns.length * columns[0].length;
        double mean = sum / count;
        return 1 / (columns[0].length * (squares / count - mean * mean));
    }
}
