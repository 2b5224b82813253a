package io.mlops.task.model.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.mlops.task.model.data.ModelException;
import java.util.Arrays;
import java.util.Random;
import libsvm.svm;
import libsvm.svm_model;
import libsvm.svm_node;
import libsvm.svm_parameter;
import libsvm.svm_problem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SvrSolverTest {
    private static final double TOLERANCE = 1e-7;

    @BeforeAll
    static void silenceLibsvm() {
        svm.svm_set_print_string_function(text -> {});
    }

    @ParameterizedTest
    @CsvSource({
        "200, 1, 0.1, 0.125",
        "200, 10, 0, 1",
        "200, 0.001, 0.1, 0.5",
        "150, 1000, 0.01, 3",
        "150, 1, 5, 0.5",
        "1, 1, 0.1, 1",
        "2, 1, 0.1, 1"
    })
    void shouldPredictAsLibsvm(int rows, double c, double epsilon, double gamma) throws ModelException {
        Random random = new Random(rows);
        double[][] columns = new double[rows][3];
        double[] target = new double[rows];
        for (int row = 0; row < rows; row++) {
            Arrays.setAll(columns[row], column -> random.nextGaussian());
            target[row] = Math.sin(columns[row][0]) + columns[row][1] * columns[row][2] + random.nextGaussian() / 10;
        }
        // the kernel of equal rows is 1, so that their curvature is 0
        columns[rows - 1] = columns[rows / 2].clone();

        Regressor solved = solve(columns, target, c, epsilon, gamma);

        svm_model expected = libsvm(columns, target, c, epsilon, gamma);
        for (double[] row : columns) {
            assertThat(solved.predict(row)).isCloseTo(svm.svm_predict(expected, nodes(row)), within(1e-5));
        }
    }

    @Test
    void shouldPredictAConstantWithoutSupportVectors() throws ModelException {
        double[] target = {2, 2, 2};
        Regressor solved = solve(new double[][] {{1}, {2}, {3}}, target, 1, 0.1, 1);
        assertThat(solved.predict(new double[] {7})).isEqualTo(2);
        assertThat(Regressor.read(solved.file()).predict(new double[] {7})).isEqualTo(2);
    }

    @Test
    void shouldNotDependOnTheCache() throws ModelException {
        double[][] columns =
                new Random(1).doubles(100).mapToObj(x -> new double[] {x}).toArray(double[][]::new);
        double[] target =
                Arrays.stream(columns).mapToDouble(row -> row[0] * row[0]).toArray();
        byte[] whole = solve(columns, target, 1, 0.01, 1).file().bytes();
        SvrSolver small = new SvrSolver(new RbfKernel(columns, 1, 0), target, 1, 0.01, TOLERANCE);
        small.solve(TrainingListener.NONE, "svr");
        assertThat(SvrModel.of(columns, 1, small).file().bytes()).isEqualTo(whole);
    }

    @Test
    void shouldStopWhenCancelled() {
        TrainingListener cancelled = new TrainingListener() {
            @Override
            public boolean isCancelRequested() {
                return true;
            }
        };
        SvrSolver solver = new SvrSolver(new RbfKernel(new double[][] {{1}, {2}}, 1, 0), new double[] {1, 9}, 1, 0, 1);
        assertThatThrownBy(() -> solver.solve(cancelled, "svr")).isInstanceOf(TrainingCancelledException.class);
    }

    private static Regressor solve(double[][] columns, double[] target, double c, double epsilon, double gamma)
            throws ModelException {
        RbfKernel kernel = new RbfKernel(columns, gamma, 1 << 20);
        SvrSolver solver = new SvrSolver(kernel, target, c, epsilon, TOLERANCE);
        solver.solve(TrainingListener.NONE, "svr");
        return SvrModel.of(columns, gamma, solver);
    }

    private static svm_model libsvm(double[][] columns, double[] target, double c, double epsilon, double gamma) {
        svm_problem problem = new svm_problem();
        problem.l = target.length;
        problem.y = target;
        problem.x = Arrays.stream(columns).map(SvrSolverTest::nodes).toArray(svm_node[][]::new);
        svm_parameter parameters = new svm_parameter();
        parameters.svm_type = svm_parameter.EPSILON_SVR;
        parameters.kernel_type = svm_parameter.RBF;
        parameters.C = c;
        parameters.gamma = gamma;
        // libsvm's p is epsilon, its eps the tolerance
        parameters.p = epsilon;
        parameters.eps = TOLERANCE;
        parameters.cache_size = 10;
        parameters.shrinking = 1;
        return svm.svm_train(problem, parameters);
    }

    static svm_node[] nodes(double[] row) {
        svm_node[] nodes = new svm_node[row.length];
        for (int column = 0; column < row.length; column++) {
            nodes[column] = new svm_node();
            nodes[column].index = column + 1;
            nodes[column].value = row[column];
        }
        return nodes;
    }
}
