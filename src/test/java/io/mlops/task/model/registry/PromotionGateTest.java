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

    private static double[] wrongBy(double noise, long seed) {
        Random random = new Random(seed);
        double[] predicted = actual();
        for (int i = 0; i < ROWS; i++) {
            predicted[i] += noise * random.nextGaussian();
        }
        return predicted;
    }

    @Test
    void shouldLetAClearlyBetterChallengerPass() {
        GateResult verdict = gate.judge(actual(), wrongBy(0.5, 2), wrongBy(0.4, 3));
        assertThat(verdict.passed()).isTrue();
        assertThat(verdict.support()).isEqualTo(1);
        assertThat(verdict.reason()).contains("on 2000 held-out rows", "gain", "wanted 0.50 %");
    }

    @Test
    void shouldRefuseAnEqualAndAWorseOne() {
        double[] champion = wrongBy(0.5, 2);
        assertThat(gate.judge(actual(), champion, champion).passed()).isFalse();
        assertThat(gate.judge(actual(), champion, wrongBy(0.6, 3)).passed()).isFalse();
    }

    @Test
    void shouldRefuseAGainBelowTheMarginHoweverSure() {
        double[] champion = wrongBy(0.5, 2);
        double[] challenger = champion.clone();
        for (int i = 0; i < ROWS; i++) {
            challenger[i] += (actual()[i] - champion[i]) * 0.004;
        }
        GateResult verdict = gate.judge(actual(), champion, challenger);
        assertThat(verdict.support()).isEqualTo(1);
        assertThat(verdict.passed()).isFalse();
    }

    @Test
    void shouldRefuseAGainThatAFewRowsMade() {
        double[] champion = wrongBy(0.5, 2);
        double[] challenger = wrongBy(0.5, 2);
        champion[0] = actual()[0] + 8;
        challenger[0] = actual()[0];
        GateResult verdict = gate.judge(actual(), champion, challenger);
        assertThat(verdict.gain()).isGreaterThan(0.005);
        assertThat(verdict.support()).isLessThan(0.95);
        assertThat(verdict.passed()).isFalse();
    }

    @Test
    void shouldJudgeTheSameEveryTime() {
        assertThat(gate.judge(actual(), wrongBy(0.5, 2), wrongBy(0.495, 3)))
                .isEqualTo(gate.judge(actual(), wrongBy(0.5, 2), wrongBy(0.495, 3)));
    }
}
