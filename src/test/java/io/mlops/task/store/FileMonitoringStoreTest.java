package io.mlops.task.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.model.monitoring.MonitoringStore;
import io.mlops.task.model.monitoring.PredictedRow;
import io.mlops.task.model.monitoring.PredictionWindow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileMonitoringStoreTest {
    @TempDir
    Path directory;

    @Test
    void shouldRenameTheDirectoryOfEarlierVersions() throws Exception {
        Files.createDirectory(directory.resolve("watch"));
        Files.writeString(directory.resolve("watch/housing.bin"), "state");

        Path monitoring = FileMonitoringStore.directory(directory);

        assertThat(monitoring).isEqualTo(directory.resolve("monitoring"));
        assertThat(monitoring.resolve("housing.bin")).hasContent("state");
        assertThat(directory.resolve("watch")).doesNotExist();
        assertThat(FileMonitoringStore.directory(directory)).isEqualTo(monitoring);
    }

    @Test
    void shouldLoadWhatWasSaved() throws Exception {
        FileMonitoringStore file = new FileMonitoringStore(directory.resolve("monitoring/housing.bin"));
        PredictedRow row = new PredictedRow(
                "a",
                "house 1",
                3,
                Instant.parse("2026-01-02T03:04:05.678Z"),
                new double[] {1, 2, 3, 4, 5, 6, 7, 8},
                2.5);
        PredictedRow withoutKey = new PredictedRow("b", null, 3, row.at(), row.features(), 1.5);
        file.save(new MonitoringStore.State(
                3,
                new PredictionWindow.Snapshot(new double[][] {{1, 2, 3, 4, 5, 6, 7, 8}}, new double[] {2.5}),
                List.of(row, withoutKey)));

        MonitoringStore.State loaded = file.load().orElseThrow();

        assertThat(loaded.version()).isEqualTo(3);
        assertThat(loaded.window().rows()).isDeepEqualTo(new double[][] {{1, 2, 3, 4, 5, 6, 7, 8}});
        assertThat(loaded.window().predictions()).containsExactly(2.5);
        assertThat(loaded.waiting())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(row, withoutKey);
    }

    @Test
    void shouldStartEmptyIfNothingIsSavedOrItCannotBeRead() throws Exception {
        Path path = directory.resolve("housing.bin");
        FileMonitoringStore file = new FileMonitoringStore(path);
        assertThat(file.load()).isEmpty();

        file.save(new MonitoringStore.State(
                1, new PredictionWindow.Snapshot(new double[5][8], new double[5]), List.of()));
        byte[] complete = Files.readAllBytes(path);
        for (int length = 0; length < complete.length; length += 7) {
            Files.write(path, Arrays.copyOf(complete, length));
            assertThat(file.load()).isEmpty();
        }
    }
}
