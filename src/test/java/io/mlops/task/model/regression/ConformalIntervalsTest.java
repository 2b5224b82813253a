package io.mlops.task.model.regression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.8, 0.95, 0.99})
    void shouldCoverTheChosenFractionOfNewCases(double level) {
        double[][] heldOut = cases(4_000, 1);
        ConformalIntervals intervals =
                ConformalIntervals.of(heldOut[0], heldOut[1], 0.9).at(level).orElseThrow();
        double[][] fresh = cases(20_000, 2);
        long contained = IntStream.range(0, 20_000)
                .filter(i -> intervals.around(fresh[1][i]).contains(fresh[0][i]))
                .count();
        assertThat(intervals.coverage()).isEqualTo(level);
        assertThat(contained / 20_000.0).isCloseTo(level, within(0.025));
        assertThat(intervals.empiricalCoverage()).isCloseTo(level, within(0.02));
    }

    @Test
    void shouldRoundALevelUpToTheNextHundredth() {
        double[][] heldOut = cases(400, 1);
        ConformalIntervals intervals = ConformalIntervals.of(heldOut[0], heldOut[1], 0.9);
        assertThat(intervals.at(0.975).orElseThrow().coverage()).isEqualTo(0.98);
        assertThat(intervals.at(0.9)).containsSame(intervals);
    }

    /** 199 residuals have 200 gaps; the outermost two have 1 % of the probability. */
    @Test
    void shouldOfferOnlyLevelsForWhichThereAreEnoughRows() {
        double[][] enough = cases(199, 1);
        assertThat(ConformalIntervals.of(enough[0], enough[1], 0.9).maxCoverage())
                .isEqualTo(0.99);
        double[][] few = cases(198, 1);
        ConformalIntervals intervals = ConformalIntervals.of(few[0], few[1], 0.9);
        assertThat(intervals.maxCoverage()).isEqualTo(0.98);
        assertThat(intervals.at(0.99)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"37, false", "38, true"})
    void shouldSayIfTheCoverageCannotBeMeasured(int rows, boolean measured) {
        double[][] heldOut = cases(rows, 1);
        ConformalIntervals intervals = ConformalIntervals.of(heldOut[0], heldOut[1], 0.9);
        assertThat(intervals.empiricalCoverage() != null).isEqualTo(measured);
        assertThat(intervals.bands().isEmpty()).isEqualTo(!measured);
        assertThat(intervals.bands()).allMatch(band -> band.coverage() == null);
    }

    /** Where the prediction says little, prices at both ends are outside of their intervals. */
    @Test
    void shouldMeasureTheCoverageByPrice() {
        Random random = new Random(1);
        double[][] heldOut = new double[2][4_000];
        for (int i = 0; i < 4_000; i++) {
            heldOut[1][i] = 3 + 0.2 * random.nextGaussian();
            heldOut[0][i] = heldOut[1][i] + 0.5 * random.nextGaussian();
        }
        ConformalIntervals intervals = ConformalIntervals.of(heldOut[0], heldOut[1], 0.9);
        List<ConformalIntervals.PriceBand> bands = intervals.bands();
        assertThat(bands).hasSize(5).allMatch(band -> band.rows() == 800);
        assertThat(bands.get(0).from()).isNull();
        assertThat(bands.get(4).to()).isNull();
        for (int band = 1; band < 5; band++) {
            assertThat(bands.get(band).from()).isEqualTo(bands.get(band - 1).to());
        }
        double mean = bands.stream()
                .mapToDouble(ConformalIntervals.PriceBand::coverage)
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(intervals.empiricalCoverage(), within(1e-9));
        assertThat(bands.get(2).coverage()).isGreaterThan(0.99);
        assertThat(bands.get(0).coverage()).isBetween(0.6, 0.85);
        assertThat(bands.get(4).coverage()).isBetween(0.6, 0.85);
    }

    @Test
    void shouldPutEqualPricesIntoOneBand() {
        double[][] heldOut = cases(1_000, 1);
        Arrays.fill(heldOut[0], 0, 500, 5.00001);
        List<ConformalIntervals.PriceBand> bands =
                ConformalIntervals.of(heldOut[0], heldOut[1], 0.9).bands();
        assertThat(bands.stream().mapToInt(ConformalIntervals.PriceBand::rows).sum())
                .isEqualTo(1_000);
        assertThat(bands).filteredOn(band -> band.rows() >= 500).hasSize(1);
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
