package io.mlops.task.model.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ConformalIntervalsTest {
    /** Predictions from 1 to 5, wrong by more the higher they are. */
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
    void shouldHoldTheStatedShareOfNewCases() {
        double[][] heldOut = cases(4_000, 1);
        ConformalIntervals bands = ConformalIntervals.of(heldOut[0], heldOut[1], 0.9);
        double[][] fresh = cases(20_000, 2);
        int held = 0;
        for (int i = 0; i < 20_000; i++) {
            held += bands.around(fresh[1][i]).contains(fresh[0][i]) ? 1 : 0;
        }
        assertThat(held / 20_000.0).isCloseTo(0.9, within(0.01));
        assertThat(bands.measured()).isCloseTo(0.9, within(0.02));
    }

    @Test
    void shouldBeWiderWhereTheModelIsWrongByMore() {
        double[][] heldOut = cases(4_000, 1);
        ConformalIntervals bands = ConformalIntervals.of(heldOut[0], heldOut[1], 0.9);
        PredictionInterval low = bands.around(1.2);
        PredictionInterval high = bands.around(4.8);
        assertThat(high.high() - high.low()).isGreaterThan(2 * (low.high() - low.low()));
    }

    @Test
    void shouldNeverReachBelowZeroAndManageWithOneRow() {
        ConformalIntervals bands = ConformalIntervals.of(new double[] {1}, new double[] {3}, 0.9);
        assertThat(bands.around(0.5)).isEqualTo(new PredictionInterval(0, 0, 0.9));
    }

    @Test
    void shouldScoreAsTheFormulasSay() {
        RegressionMetrics scores = RegressionMetrics.of(new double[] {1, 2, 3}, new double[] {1, 2, 6});
        assertThat(scores.rmse()).isCloseTo(Math.sqrt(3), within(1e-12));
        assertThat(scores.mae()).isEqualTo(1);
        assertThat(scores.r2()).isCloseTo(1 - 9.0 / 2, within(1e-12));
        assertThat(scores.bias()).isEqualTo(1);
        assertThat(scores.worst()).isEqualTo(3);
    }
}
