package io.mlops.task.model.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.model.drift.DriftLevel;
import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.housing.HousingFixtures;
import io.mlops.task.model.registry.ChampionService;
import io.mlops.task.model.registry.ModelRegistry;
import io.mlops.task.model.registry.PromotionGate;
import io.mlops.task.store.FileModelRegistry;
import io.mlops.task.store.FileMonitoringStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelMonitorTest {
    private static final int ROWS = 250;

    @TempDir
    Path directory;

    private final AtomicInteger ids = new AtomicInteger();
    private ChampionService championService;
    private Dataset sample;

    @BeforeEach
    void promoteAFirstVersion() throws Exception {
        ModelRegistry registry = FileModelRegistry.open(directory, "housing", Clock.systemUTC());
        championService = ChampionService.open(registry, PromotionGate.defaults(), Clock.systemUTC());
        registry.add(HousingFixtures.newVersion(HousingFixtures.linear()));
        registry.add(HousingFixtures.newVersion(HousingFixtures.boosting(5)));
        championService.promote(1, "test", "first");
        sample = HousingFixtures.sample();
    }

    @Test
    void shouldRestoreItsStateAfterARestart() throws Exception {
        ModelMonitor before = open();
        predict(before);
        before.recordActual("id1", sample.target(0));
        DriftReport drift = before.drift().orElseThrow();
        before.save();

        ModelMonitor after = open();
        assertThat(after.drift()).contains(drift);
        assertThat(after.liveMetrics()).isEqualTo(before.liveMetrics()).isPresent();
        assertThat(after.recordActual("id2", 1)).isTrue();
        assertThat(after.recordActual("id" + (ROWS + 1), 1)).isFalse();
    }

    @Test
    void shouldStartEmptyWithANewChampionAndIgnoreLatePredictionsOfTheOldOne() throws Exception {
        ModelMonitor monitor = open();
        predict(monitor);
        assertThat(monitor.drift().orElseThrow().level()).isNotEqualTo(DriftLevel.INSUFFICIENT_DATA);

        championService.promote(2, "test", "second");
        assertThat(monitor.drift().orElseThrow().rows()).isZero();
        predict(monitor);
        monitor.onPrediction(
                "late", 1, sample.row(0), championService.registry().model(1).predictWithInterval(sample.row(0)));
        assertThat(monitor.drift().orElseThrow().rows()).isEqualTo(ROWS);
    }

    @Test
    void shouldEvaluateTheChampionOnly() throws Exception {
        ModelMonitor monitor = open();
        predict(monitor);
        monitor.recordActual("id1", championService.registry().model(1).predict(sample.row(0)) + 0.25);
        assertThat(monitor.liveMetrics().orElseThrow().rmse()).isCloseTo(0.25, Offset.offset(1e-9));

        championService.promote(2, "test", "second");
        assertThat(monitor.liveMetrics()).isEmpty();
    }

    private ModelMonitor open() {
        return ModelMonitor.open(
                championService, new FileMonitoringStore(directory.resolve("listener.bin")), 1_000, 1_000);
    }

    private void predict(ModelMonitor monitor) {
        ServedModel model = new ServedModel(
                championService,
                monitor,
                (id, version, features, prediction) -> {},
                () -> "id" + ids.incrementAndGet(),
                ServingListener.NONE);
        for (int r = 0; r < ROWS; r++) {
            model.predict(model.champion().orElseThrow(), sample.row(r));
        }
    }
}
