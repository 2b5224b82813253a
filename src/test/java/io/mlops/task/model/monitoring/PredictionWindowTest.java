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
    void shouldRetainTheLastRowsOldestFirst() {
        PredictionWindow window = PredictionWindow.of(3);
        for (int i = 1; i <= 5; i++) {
            window.add(row(i), 10 * i);
        }
        assertThat(window.snapshot().rows()).isDeepEqualTo(new double[][] {row(3), row(4), row(5)});
        assertThat(window.snapshot().predictions()).containsExactly(30, 40, 50);
        window.clear();
        assertThat(window.snapshot().rows()).isEmpty();
    }

    @Test
    void shouldNeverMixRowsOfSeveralThreads() throws Exception {
        PredictionWindow window = PredictionWindow.of(100);
        List<Thread> writers = new ArrayList<>();
        for (int t = 1; t <= 2; t++) {
            double value = t;
            writers.add(new Thread(() -> {
                for (int i = 0; i < 20_000; i++) {
                    window.add(row(value), value);
                }
            }));
        }
        writers.forEach(Thread::start);
        while (writers.stream().anyMatch(Thread::isAlive)) {
            PredictionWindow.Snapshot snapshot = window.snapshot();
            for (int r = 0; r < snapshot.rows().length; r++) {
                assertThat(snapshot.rows()[r]).containsOnly(snapshot.predictions()[r]);
            }
        }
        for (Thread writer : writers) {
            writer.join();
        }
        assertThat(window.snapshot().predictions()).hasSize(100);
    }

    @Test
    void shouldEvaluateAVersionByItsPredictionsWithActualValues() {
        LiveEvaluation live = LiveEvaluation.of(10);
        live.recordPrediction("a", 1, 2.0);
        live.recordPrediction("b", 1, 3.0);
        live.recordPrediction("c", 2, 9.0);
        live.recordPrediction("d", 1, 7.0);
        assertThat(live.metrics(1)).isEmpty();
        assertThat(live.recordActual("a", 1.0)).isTrue();
        assertThat(live.recordActual("b", 4.0)).isTrue();
        assertThat(live.recordActual("c", 9.0)).isTrue();
        assertThat(live.metrics(1).orElseThrow().rmse()).isEqualTo(1);
        assertThat(live.metrics(1).orElseThrow().rows()).isEqualTo(2);
        assertThat(live.recordActual("b", 3.0)).isTrue();
        assertThat(live.metrics(1).orElseThrow().mae()).isEqualTo(0.5);
    }

    @Test
    void shouldEvictTheOldestPredictionAndReportAnUnknownId() {
        LiveEvaluation live = LiveEvaluation.of(2);
        live.recordPrediction("a", 1, 2.0);
        live.recordPrediction("b", 1, 3.0);
        live.recordPrediction("c", 1, 9.0);
        assertThat(live.recordActual("a", 1.0)).isFalse();
        assertThat(live.recordActual("b", 1.0)).isTrue();
        assertThatThrownBy(() -> live.recordActual("b", Double.NaN)).hasMessageContaining("NaN");
    }
}
