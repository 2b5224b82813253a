package io.mlops.task.model.regression;

import io.mlops.task.model.data.ModelException;
import libsvm.svm;
import libsvm.svm_node;
import libsvm.svm_parameter;
import libsvm.svm_problem;

/** Epsilon support vector regression with a radial kernel (libsvm); deterministic, so the seed is not used. */
final class SvrTrainer implements Trainer {
    /** Of the kernel: at most a sixteenth of the heap, since trainings run side by side. */
    private static final long CACHE_MEGABYTES =
            Math.min(100, Runtime.getRuntime().maxMemory() >> 24);

    private static final ThreadLocal<TrainingListener> LISTENER = ThreadLocal.withInitial(() -> TrainingListener.NONE);

    static {
        // libsvm cannot be cancelled; it prints every thousand iterations, the only place to throw from.
        svm.svm_set_print_string_function(text -> checkCancelled());
    }

    @Override
    public Regressor train(double[][] columns, double[] target, ModelSpec spec, long seed, TrainingListener listener)
            throws ModelException {
        listener.checkCancelled(spec.algorithm().key());
        LISTENER.set(listener);
        try {
            return SvrModel.of(svm.svm_train(problem(columns, target), parameters(spec, columns)));
        } catch (UncheckedCancellation e) {
            TrainingCancelledException cancelled =
                    new TrainingCancelledException(spec.algorithm().key());
            cancelled.initCause(e);
            throw cancelled;
        } finally {
            LISTENER.remove();
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
        // libsvm's p is epsilon, its eps the tolerance.
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
            LISTENER.get().checkCancelled("libsvm");
        } catch (TrainingCancelledException e) {
            throw new UncheckedCancellation(e);
        }
    }

    /** Carries a cancellation through libsvm's methods, which declare no exception. */
    private static final class UncheckedCancellation extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UncheckedCancellation(TrainingCancelledException cause) {
            super(cause);
        }
    }
}
