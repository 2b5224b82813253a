package io.mlops.task.model.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

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
}
