package io.mlops.task.model.regression;

import io.mlops.task.model.data.ModelException;
import java.util.Arrays;

/**
 * Solves epsilon support vector regression by sequential minimal optimization: the working set selection by second order
 * information of Fan, Chen and Lin, "Working Set Selection Using Second Order Information for Training Support Vector
 * Machines", JMLR 6 (2005), algorithm 2, as in libsvm and scikit-learn.
 *
 * <p>The dual has two variables for each row, of which at most one is not 0; here they are one weight from -C to C, and the
 * gradient is one residual for each row.
 */
final class SvrSolver {
    private static final int ITERATIONS_BETWEEN_CHECKS = 64;
    /** libsvm's {@code TAU}, in place of a curvature of 0 or less. */
    private static final double MIN_CURVATURE = 1e-12;

    private final RbfKernel kernel;
    private final double c;
    private final double epsilon;
    private final double tolerance;

    /** By row: the weight of its kernel, from -C to C. */
    private final double[] weights;
    /** By row: the target minus the prediction without the intercept. */
    private final double[] residuals;
    /** Added to the residual of a row whose weight may grow: minus epsilon, or plus if it is negative; else minus infinity. */
    private final double[] whenGrowing;
    /** The same for a row whose weight may shrink; plus infinity if it may not. */
    private final double[] whenShrinking;

    /** The row whose weight is to grow next, and its residual with the shift. */
    private int growing;

    private double highest;
    /** The row whose weight is to shrink next; -1 if no weights violate the optimality by more than the tolerance. */
    private int shrinking;

    private double lowest;

    /**
     * @param target by row
     * @param c the largest weight
     * @param epsilon half the width of the tube
     * @param tolerance how far the optimality conditions may be violated
     */
    SvrSolver(RbfKernel kernel, double[] target, double c, double epsilon, double tolerance) {
        this.kernel = kernel;
        this.c = c;
        this.epsilon = epsilon;
        this.tolerance = tolerance;
        this.weights = new double[target.length];
        this.residuals = target.clone();
        this.whenGrowing = new double[target.length];
        this.whenShrinking = new double[target.length];
        Arrays.fill(whenGrowing, -epsilon);
        Arrays.fill(whenShrinking, epsilon);
    }

    /** Finds the weights. */
    void solve(TrainingListener listener, String step) throws ModelException {
        selectGrowing();
        for (long iteration = 0; ; iteration++) {
            if (iteration % ITERATIONS_BETWEEN_CHECKS == 0) {
                listener.checkCancelled(step);
            }
            float[] up = kernel.column(growing);
            selectShrinking(up);
            if (shrinking < 0) {
                return;
            }
            float[] down = kernel.column(shrinking);
            move(step(up), up, down);
        }
    }

    private void selectGrowing() {
        highest = Double.NEGATIVE_INFINITY;
        for (int row = 0; row < residuals.length; row++) {
            double value = residuals[row] + whenGrowing[row];
            if (value > highest) {
                highest = value;
                growing = row;
            }
        }
    }

    /** Selects the row with the largest decrease of the objective, a quotient that is compared without a division. */
    private void selectShrinking(float[] up) {
        double lowest = Double.POSITIVE_INFINITY;
        double gain = 0;
        double gainCurvature = 1;
        int best = -1;
        for (int row = 0; row < residuals.length; row++) {
            double value = residuals[row] + whenShrinking[row];
            lowest = Math.min(value, lowest);
            double violation = highest - value;
            double curvature = Math.max(2 - 2 * (double) up[row], MIN_CURVATURE);
            if (violation > 0 && violation * violation * gainCurvature > gain * curvature) {
                gain = violation * violation;
                gainCurvature = curvature;
                best = row;
            }
        }
        this.lowest = lowest;
        shrinking = highest - lowest < tolerance ? -1 : best;
    }

    /** Returns by how much to move both weights: to the optimum of the two, but not beyond 0 or C. */
    private double step(float[] up) {
        double curvature = Math.max(2 - 2 * (double) up[shrinking], MIN_CURVATURE);
        double optimum = (highest - residuals[shrinking] - whenShrinking[shrinking]) / curvature;
        double growingWeight = weights[growing];
        double shrinkingWeight = weights[shrinking];
        double growingRoom = growingWeight < 0 ? -growingWeight : c - growingWeight;
        double shrinkingRoom = shrinkingWeight > 0 ? shrinkingWeight : c + shrinkingWeight;
        return Math.min(optimum, Math.min(growingRoom, shrinkingRoom));
    }

    private void move(double step, float[] up, float[] down) {
        setWeight(growing, weights[growing] + step);
        setWeight(shrinking, weights[shrinking] - step);
        double[] residuals = this.residuals;
        for (int row = 0; row < residuals.length; row++) {
            residuals[row] -= step * ((double) up[row] - down[row]);
        }
        selectGrowing();
    }

    private void setWeight(int row, double weight) {
        weights[row] = weight;
        whenGrowing[row] = weight < 0 ? epsilon : weight < c ? -epsilon : Double.NEGATIVE_INFINITY;
        whenShrinking[row] = weight > 0 ? -epsilon : weight > -c ? epsilon : Double.POSITIVE_INFINITY;
    }

    double[] weights() {
        return weights;
    }

    /** Returns the intercept: the mean over the rows on the tube's edge; without such rows, the middle of what is possible. */
    double intercept() {
        double sum = 0;
        int count = 0;
        for (int row = 0; row < weights.length; row++) {
            double weight = Math.abs(weights[row]);
            if (weight > 0 && weight < c) {
                sum += residuals[row] - Math.copySign(epsilon, weights[row]);
                count++;
            }
        }
        return count > 0 ? sum / count : (highest + lowest) / 2;
    }
}
