package io.mlops.task.model.regression;

import io.mlops.task.model.data.ModelException;
import libsvm.svm;
import libsvm.svm_node;
import libsvm.svm_parameter;
import libsvm.svm_problem;

/** Epsilon support vector regression with a radial kernel (libsvm); uses no chance. */
final class SvrTrainer implements Trainer {
    private static final int CACHE_MEGABYTES = 100;
    private static final ThreadLocal<TrainingListener> WATCH = ThreadLocal.withInitial(() -> TrainingListener.NONE);

    static {
        // libsvm knows no cancelling; what it prints every thousand iterations is the one place to leave it from.
        svm.svm_set_print_string_function(text -> checkCancelled());
    }

    @Override
    public Regressor train(double[][] columns, double[] target, ModelSpec spec, long seed, TrainingListener watch)
            throws ModelException {
        watch.checkpoint(spec.kind().key());
        WATCH.set(watch);
        try {
            return SvrModel.of(svm.svm_train(problem(columns, target), parameters(spec, columns)));
        } catch (Left left) {
            TrainingCancelledException stopped =
                    new TrainingCancelledException(spec.kind().key());
            stopped.initCause(left);
            throw stopped;
        } finally {
            WATCH.remove();
        }
    }

    private static svm_problem problem(double[][] columns, double[] target) {
        svm_problem problem = new svm_problem();
        problem.l = target.length;
        problem.y = target;
        problem.x = new svm_node[columns.length][];
        for (int r = 0; r < columns.length; r++) {
            problem.x[r] = SvrModel.nodes(columns[r]);
        }
        return problem;
    }

    private static svm_parameter parameters(ModelSpec spec, double[][] columns) {
        svm_parameter parameters = new svm_parameter();
        parameters.svm_type = svm_parameter.EPSILON_SVR;
        parameters.kernel_type = svm_parameter.RBF;
        parameters.C = spec.get("C");
        parameters.gamma = spec.get("gamma") > 0 ? spec.get("gamma") : gamma(columns);
        // libsvm's p is the tube, its eps the tolerance.
        parameters.p = spec.get("epsilon");
        parameters.eps = spec.get("tolerance");
        parameters.cache_size = CACHE_MEGABYTES;
        parameters.shrinking = 1;
        return parameters;
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

    private static void checkCancelled() {
        try {
            WATCH.get().checkpoint("libsvm");
        } catch (TrainingCancelledException stopped) {
            throw new Left(stopped);
        }
    }

    /** The way out through libsvm's frames, which declare nothing. */
    private static final class Left extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Left(TrainingCancelledException cause) {
            super(cause);
        }
    }
}
