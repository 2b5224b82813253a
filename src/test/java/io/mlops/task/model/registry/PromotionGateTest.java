package io.mlops.task.model.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

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
    void shouldJudgeTheSameEveryTime() {
        assertThat(gate.judge(actual(), withError(0.5, 2), withError(0.495, 3)))
                .isEqualTo(gate.judge(actual(), withError(0.5, 2), withError(0.495, 3)));
    }
}
