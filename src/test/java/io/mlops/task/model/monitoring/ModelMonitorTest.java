package io.mlops.task.model.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.housing.SampleData;
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
    Path folder;

    private final AtomicInteger ids = new AtomicInteger();
    private ChampionService championship;
    private Dataset sample;

    @BeforeEach
    void promoteAFirstVersion() throws Exception {
        ModelRegistry registry = FileModelRegistry.open(folder, "housing", Clock.systemUTC());
        championship = ChampionService.open(registry, PromotionGate.defaults(), Clock.systemUTC());
        registry.add(SampleData.newVersion(SampleData.linear()));
        registry.add(SampleData.newVersion(SampleData.boosting(5)));
        championship.promote(1, "test", "first");
        sample = SampleData.table();
    }

    @Test
    void shouldKnowAfterARestartWhatItSawBefore() throws Exception {
        ModelMonitor before = open();
        ask(before);
        before.actual("id1", sample.target(0));
        DriftReport drift = before.drift().orElseThrow();
        before.save();

        ModelMonitor after = open();
        assertThat(after.drift()).contains(drift);
        assertThat(after.live()).isEqualTo(before.live()).isPresent();
        assertThat(after.actual("id2", 1)).isTrue();
        assertThat(after.actual("id" + (ROWS + 1), 1)).isFalse();
    }

    @Test
    void shouldBeginAnewWithANewChampionAndPassOverLateAnswersOfTheOldOne() throws Exception {
        ModelMonitor watching = open();
        ask(watching);
        assertThat(watching.drift().orElseThrow().level()).isNotEqualTo(DriftLevel.INSUFFICIENT_DATA);

        championship.promote(2, "test", "second");
        assertThat(watching.drift().orElseThrow().rows()).isZero();
        ask(watching);
        watching.onPrediction(
                "late", 1, sample.row(0), championship.registry().model(1).answer(sample.row(0)));
        assertThat(watching.drift().orElseThrow().rows()).isEqualTo(ROWS);
    }

    @Test
    void shouldScoreTheChampionAlone() throws Exception {
        ModelMonitor watching = open();
        ask(watching);
        watching.actual("id1", championship.registry().model(1).predict(sample.row(0)) + 0.25);
        assertThat(watching.live().orElseThrow().rmse()).isCloseTo(0.25, Offset.offset(1e-9));

        championship.promote(2, "test", "second");
        assertThat(watching.live()).isEmpty();
    }

    private ModelMonitor open() {
        return ModelMonitor.open(championship, new FileMonitoringStore(folder.resolve("watch.bin")), 1_000, 1_000);
    }

    private void ask(ModelMonitor watching) {
        ServedModel model = new ServedModel(
                championship,
                watching,
                (id, version, features, prediction) -> {},
                () -> "id" + ids.incrementAndGet(),
                ServingListener.NONE);
        for (int r = 0; r < ROWS; r++) {
            model.answer(model.champion().orElseThrow(), sample.row(r));
        }
    }
}
