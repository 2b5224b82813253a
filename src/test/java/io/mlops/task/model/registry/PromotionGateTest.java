package io.mlops.task.model.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.Concurrent;
import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.housing.Feature;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@Concurrent
class PromotionGateTest {
    private static final int ROWS = 2_000;
    private final PromotionGate gate = PromotionGate.defaults();

    private static double[] actual() {
        return new Random(1).doubles(ROWS, 0, 5).toArray();
    }

    private static double[] withError(double noise, long seed) {
        Random random = new Random(seed);
        double[] predicted = actual();
        for (int i = 0; i < ROWS; i++) {
            predicted[i] += noise * random.nextGaussian();
        }
        return predicted;
    }

    @Test
    void shouldLetAClearlyBetterChallengerPass() {
        GateResult result = gate.judge(actual(), withError(0.5, 2), withError(0.4, 3));
        assertThat(result.passed()).isTrue();
        assertThat(result.winRate()).isEqualTo(1);
        assertThat(result.reason()).contains("on 2000 held-out rows", "improvement", "must be at least 0.50 %");
    }

    @Test
    void shouldRejectAnEqualAndAWorseOne() {
        double[] champion = withError(0.5, 2);
        assertThat(gate.judge(actual(), champion, champion).passed()).isFalse();
        assertThat(gate.judge(actual(), champion, withError(0.6, 3)).passed()).isFalse();
    }

    @Test
    void shouldRejectAnImprovementBelowTheMinimumHoweverCertain() {
        double[] champion = withError(0.5, 2);
        double[] challenger = champion.clone();
        for (int i = 0; i < ROWS; i++) {
            challenger[i] += (actual()[i] - champion[i]) * 0.004;
        }
        GateResult result = gate.judge(actual(), champion, challenger);
        assertThat(result.winRate()).isEqualTo(1);
        assertThat(result.passed()).isFalse();
    }

    @Test
    void shouldRejectAnImprovementDueToAFewRows() {
        double[] champion = withError(0.5, 2);
        double[] challenger = withError(0.5, 2);
        champion[0] = actual()[0] + 8;
        challenger[0] = actual()[0];
        GateResult result = gate.judge(actual(), champion, challenger);
        assertThat(result.relativeImprovement()).isGreaterThan(0.005);
        assertThat(result.winRate()).isLessThan(0.95);
        assertThat(result.passed()).isFalse();
    }

    @Test
    void shouldObjectToAnIncreaseOnReferenceRowsAboveTheBound() {
        double[] champion = withError(0.5, 2);
        assertThat(objection(champion, scaledError(champion, 1.04))).isEmpty();
        assertThat(objection(champion, scaledError(champion, 1.06))).hasValueSatisfying(reason -> assertThat(reason)
                .startsWith("Worse on the champion's own 2000 held-out rows: ")
                .endsWith("an increase of 6.00 % (must be at most 5.00 %)"));
    }

    private Optional<String> objection(double[] champion, double[] challenger) {
        return gate.referenceObjection(new PromotionGate.Predictions(actual(), champion, challenger));
    }

    private static double[] scaledError(double[] predicted, double factor) {
        double[] scaled = predicted.clone();
        for (int i = 0; i < ROWS; i++) {
            scaled[i] = actual()[i] + (predicted[i] - actual()[i]) * factor;
        }
        return scaled;
    }

    @Test
    void shouldObjectToASliceThatGotWorseAndNotToOneOfFewRows() {
        Dataset rows = inLatitudes(r -> r < 100 ? 40 : 34);
        double[] champion = withError(0.5, 2);
        double[] challenger = withError(0.3, 3);
        for (int r = 0; r < 100; r++) {
            challenger[r] = champion[r] + 0.8;
        }
        PromotionGate.Predictions all = new PromotionGate.Predictions(actual(), champion, challenger);

        assertThat(gate.judge(actual(), champion, challenger).passed()).isTrue();
        assertThat(gate.sliceObjection(rows, all))
                .hasValueSatisfying(reason -> assertThat(reason).startsWith("Worse on the 100 rows in the north: "));
        assertThat(gate.sliceObjection(inLatitudes(r -> r < 29 ? 40 : 34), all)).isEmpty();
    }

    @Test
    void shouldObjectToAPriceBandThatGotWorse() {
        double[] champion = withError(0.5, 2);
        double[] challenger = withError(0.3, 3);
        for (int r = 0; r < ROWS; r++) {
            challenger[r] = actual()[r] < 0.5 ? champion[r] + 1.2 : challenger[r];
        }
        assertThat(gate.sliceObjection(
                        inLatitudes(r -> 34), new PromotionGate.Predictions(actual(), champion, challenger)))
                .hasValueSatisfying(reason -> assertThat(reason).contains("rows of the lowest prices: "));
    }

    private static Dataset inLatitudes(IntToDoubleFunction latitude) {
        double[][] columns = new double[Feature.count()][ROWS];
        columns[Feature.LATITUDE.column()] =
                IntStream.range(0, ROWS).mapToDouble(latitude).toArray();
        return Dataset.of(columns, actual());
    }

    @Test
    void shouldJudgeTheSameEveryTime() {
        assertThat(gate.judge(actual(), withError(0.5, 2), withError(0.495, 3)))
                .isEqualTo(gate.judge(actual(), withError(0.5, 2), withError(0.495, 3)));
    }
}
