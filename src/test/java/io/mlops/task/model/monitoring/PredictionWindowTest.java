package io.mlops.task.model.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.model.housing.Feature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PredictionWindowTest {
    private static double[] row(double value) {
        double[] row = new double[Feature.count()];
        Arrays.fill(row, value);
        return row;
    }

    @Test
    void shouldKeepTheLastRowsOldestFirst() {
        PredictionWindow recent = PredictionWindow.of(3);
        for (int i = 1; i <= 5; i++) {
            recent.add(row(i), 10 * i);
        }
        assertThat(recent.snapshot().rows()).isDeepEqualTo(new double[][] {row(3), row(4), row(5)});
        assertThat(recent.snapshot().predictions()).containsExactly(30, 40, 50);
        recent.clear();
        assertThat(recent.snapshot().rows()).isEmpty();
    }

    @Test
    void shouldNeverMixRowsOfSeveralThreads() throws Exception {
        PredictionWindow recent = PredictionWindow.of(100);
        List<Thread> writers = new ArrayList<>();
        for (int t = 1; t <= 2; t++) {
            double value = t;
            writers.add(new Thread(() -> {
                for (int i = 0; i < 20_000; i++) {
                    recent.add(row(value), value);
                }
            }));
        }
        writers.forEach(Thread::start);
        while (writers.stream().anyMatch(Thread::isAlive)) {
            PredictionWindow.Snapshot seen = recent.snapshot();
            for (int r = 0; r < seen.rows().length; r++) {
                assertThat(seen.rows()[r]).containsOnly(seen.predictions()[r]);
            }
        }
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(recent.snapshot().predictions()).hasSize(100);
    }

    @Test
    void shouldScoreTheVersionWhosePredictionsGotTheirTruth() {
        LiveEvaluation live = LiveEvaluation.of(10);
        live.predicted("a", 1, 2.0);
        live.predicted("b", 1, 3.0);
        live.predicted("c", 2, 9.0);
        live.predicted("d", 1, 7.0);
        assertThat(live.scores(1)).isEmpty();
        assertThat(live.actual("a", 1.0)).isTrue();
        assertThat(live.actual("b", 4.0)).isTrue();
        assertThat(live.actual("c", 9.0)).isTrue();
        assertThat(live.scores(1).orElseThrow().rmse()).isEqualTo(1);
        assertThat(live.scores(1).orElseThrow().rows()).isEqualTo(2);
        assertThat(live.actual("b", 3.0)).isTrue();
        assertThat(live.scores(1).orElseThrow().mae()).isEqualTo(0.5);
    }

    @Test
    void shouldForgetTheOldestPredictionAndSayThatAnIdIsUnknown() {
        LiveEvaluation live = LiveEvaluation.of(2);
        live.predicted("a", 1, 2.0);
        live.predicted("b", 1, 3.0);
        live.predicted("c", 1, 9.0);
        assertThat(live.actual("a", 1.0)).isFalse();
        assertThat(live.actual("b", 1.0)).isTrue();
        assertThatThrownBy(() -> live.actual("b", Double.NaN)).hasMessageContaining("NaN");
    }
}
