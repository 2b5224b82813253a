package io.mlops.task.model.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.model.drift.DriftLevel;
import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.housing.HousingFixtures;
import io.mlops.task.model.registry.ChampionService;
import io.mlops.task.model.registry.ModelRegistry;
import io.mlops.task.model.registry.PromotionGate;
import io.mlops.task.model.regression.PredictionListener;
import io.mlops.task.store.FileLabelledRows;
import io.mlops.task.store.FileModelRegistry;
import io.mlops.task.store.FileMonitoringStore;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
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
        assertThat(actual(before, "id1", sample.target(0))).isTrue();
        DriftReport drift = before.drift(ModelMonitor.Window.ROWS).orElseThrow();
        before.save();

        ModelMonitor after = open();
        assertThat(after.drift(ModelMonitor.Window.ROWS)).contains(drift);
        assertThat(after.drift(ModelMonitor.Window.TIME).orElseThrow().rows()).isEqualTo(ROWS);
        assertThat(after.liveScores()).isEqualTo(before.liveScores()).isPresent();
        assertThat(actual(after, "id2", 1)).isTrue();
        assertThat(actual(after, "id" + (ROWS + 1), 1)).isFalse();
    }

    @Test
    void shouldKeepALabelThatWasNotFollowedByASave() throws Exception {
        ModelMonitor killed = open();
        predict(killed);
        actual(killed, "id1", sample.target(0));

        ModelMonitor after = open();
        assertThat(after.labelledRows()).hasSize(1);
        assertThat(after.labelledRows().get(0).row().features()).containsExactly(sample.row(0));
        assertThat(actual(after, "id1", 3)).isTrue();
        assertThat(after.liveScores().orElseThrow().metrics().rows()).isEqualTo(1);
    }

    @Test
    void shouldScoreMoreRowsThanTheWindowHas() throws Exception {
        ModelMonitor monitor = open(10);
        predict(monitor);
        for (int r = 0; r < ROWS; r++) {
            actual(monitor, "id" + (r + 1), sample.target(r));
        }
        LiveScores live = monitor.liveScores().orElseThrow();
        assertThat(live.metrics().rows()).isEqualTo(ROWS);
        assertThat(live.coverage()).isBetween(0.8, 1.0);
        assertThat(live.nominalCoverage()).isEqualTo(0.9);
        assertThat(live.regions().stream()
                        .mapToInt(LiveScores.RegionScores::rows)
                        .sum())
                .isEqualTo(ROWS);
        assertThat(live.regions()).hasSizeGreaterThan(2).allSatisfy(region -> assertThat(region.heldOutRmse())
                .isPresent());
    }

    @Test
    void shouldStartEmptyWithANewChampionAndIgnoreLatePredictionsOfTheOldOne() throws Exception {
        ModelMonitor monitor = open();
        predict(monitor);
        assertThat(monitor.drift(ModelMonitor.Window.ROWS).orElseThrow().level())
                .isNotEqualTo(DriftLevel.INSUFFICIENT_DATA);

        championService.promote(2, "test", "second");
        assertThat(monitor.drift(ModelMonitor.Window.ROWS).orElseThrow().rows()).isZero();
        predict(monitor);
        monitor.onPrediction(
                "late",
                null,
                1,
                sample.row(0),
                championService.registry().model(1).predictWithInterval(sample.row(0)));
        assertThat(monitor.drift(ModelMonitor.Window.ROWS).orElseThrow().rows()).isEqualTo(ROWS);
    }

    @Test
    void shouldEvaluateTheChampionOnly() throws Exception {
        ModelMonitor monitor = open();
        predict(monitor);
        actual(monitor, "id1", championService.registry().model(1).predict(sample.row(0)) + 0.25);
        assertThat(monitor.liveScores().orElseThrow().metrics().rmse()).isCloseTo(0.25, Offset.offset(1e-9));

        championService.promote(2, "test", "second");
        assertThat(monitor.liveScores()).isEmpty();
        assertThat(monitor.labelledRows()).hasSize(1);
    }

    private static boolean actual(ModelMonitor monitor, String id, double value) throws Exception {
        return monitor.recordActuals(List.of(new ModelMonitor.Actual(id, value)))
                .isEmpty();
    }

    private ModelMonitor open() throws Exception {
        return open(1_000);
    }

    private ModelMonitor open(int window) throws Exception {
        ModelMonitor.Stores stores = new ModelMonitor.Stores(
                new FileMonitoringStore(directory.resolve("listener.bin")),
                new FileLabelledRows(directory.resolve("labelled.jsonl"), 1_000));
        return ModelMonitor.open(
                championService,
                stores,
                new ModelMonitor.Limits(window, Duration.ofDays(1), 1_000, 1_000),
                Clock.systemUTC());
    }

    private void predict(ModelMonitor monitor) {
        ServedModel model = new ServedModel(
                championService,
                monitor,
                PredictionListener.NONE,
                () -> "id" + ids.incrementAndGet(),
                ServingListener.NONE);
        for (int r = 0; r < ROWS; r++) {
            model.predict(model.champion().orElseThrow(), sample.row(r), null);
        }
    }
}
