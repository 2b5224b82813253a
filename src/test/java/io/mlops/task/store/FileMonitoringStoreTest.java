package io.mlops.task.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.model.monitoring.LiveEvaluation;
import io.mlops.task.model.monitoring.MonitoringStore;
import io.mlops.task.model.monitoring.PredictionWindow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileMonitoringStoreTest {
    @TempDir
    Path folder;

    @Test
    void shouldGiveBackWhatWasKept() throws Exception {
        FileMonitoringStore file = new FileMonitoringStore(folder.resolve("watch/housing.bin"));
        LiveEvaluation.Entry known = new LiveEvaluation.Entry("a", 3, 2.5, 2.25);
        LiveEvaluation.Entry open = new LiveEvaluation.Entry("b", 3, 1.5, Double.NaN);
        file.save(new MonitoringStore.State(
                3,
                new PredictionWindow.Snapshot(new double[][] {{1, 2, 3, 4, 5, 6, 7, 8}}, new double[] {2.5}),
                List.of(known, open)));

        MonitoringStore.State kept = file.load().orElseThrow();

        assertThat(kept.version()).isEqualTo(3);
        assertThat(kept.window().rows()).isDeepEqualTo(new double[][] {{1, 2, 3, 4, 5, 6, 7, 8}});
        assertThat(kept.window().predictions()).containsExactly(2.5);
        assertThat(kept.predictions()).containsExactly(known, open);
    }

    @Test
    void shouldBeginAnewWhereNothingIsKeptOrItCannotBeRead() throws Exception {
        Path place = folder.resolve("housing.bin");
        FileMonitoringStore file = new FileMonitoringStore(place);
        assertThat(file.load()).isEmpty();

        file.save(new MonitoringStore.State(
                1, new PredictionWindow.Snapshot(new double[5][8], new double[5]), List.of()));
        byte[] whole = Files.readAllBytes(place);
        for (int length = 0; length < whole.length; length += 7) {
            Files.write(place, Arrays.copyOf(whole, length));
            assertThat(file.load()).isEmpty();
        }
    }
}
