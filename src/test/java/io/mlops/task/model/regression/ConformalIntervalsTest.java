package io.mlops.task.model.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ConformalIntervalsTest {
    /** Predictions from 1 to 5, with errors proportional to them. */
    private static double[][] cases(int rows, long seed) {
        Random random = new Random(seed);
        double[][] cases = new double[2][rows];
        for (int i = 0; i < rows; i++) {
            cases[1][i] = 1 + 4 * random.nextDouble();
            cases[0][i] = cases[1][i] + 0.1 * cases[1][i] * random.nextGaussian();
        }
        return cases;
    }

    @Test
    void shouldCoverTheNominalFractionOfNewCases() {
        double[][] heldOut = cases(4_000, 1);
        ConformalIntervals intervals = ConformalIntervals.of(heldOut[0], heldOut[1], 0.9);
        double[][] fresh = cases(20_000, 2);
        int contained = 0;
        for (int i = 0; i < 20_000; i++) {
            contained += intervals.around(fresh[1][i]).contains(fresh[0][i]) ? 1 : 0;
        }
        assertThat(contained / 20_000.0).isCloseTo(0.9, within(0.01));
        assertThat(intervals.empiricalCoverage()).isCloseTo(0.9, within(0.02));
    }

    @Test
    void shouldBeWiderWhereTheModelHasLargerErrors() {
        double[][] heldOut = cases(4_000, 1);
        ConformalIntervals intervals = ConformalIntervals.of(heldOut[0], heldOut[1], 0.9);
        Prediction.Interval low = intervals.around(1.2);
        Prediction.Interval high = intervals.around(4.8);
        assertThat(high.upper() - high.lower()).isGreaterThan(2 * (low.upper() - low.lower()));
    }

    @Test
    void shouldNeverReachBelowZeroAndWorkWithOneRow() {
        ConformalIntervals intervals = ConformalIntervals.of(new double[] {1}, new double[] {3}, 0.9);
        assertThat(intervals.around(0.5)).isEqualTo(new Prediction.Interval(0, 0, 0.9));
    }

    @Test
    void shouldScoreByTheirFormulas() {
        RegressionMetrics metrics = RegressionMetrics.of(new double[] {1, 2, 3}, new double[] {1, 2, 6});
        assertThat(metrics.rmse()).isCloseTo(Math.sqrt(3), within(1e-12));
        assertThat(metrics.mae()).isEqualTo(1);
        assertThat(metrics.r2()).isCloseTo(1 - 9.0 / 2, within(1e-12));
        assertThat(metrics.bias()).isEqualTo(1);
        assertThat(metrics.maxError()).isEqualTo(3);
    }
}
