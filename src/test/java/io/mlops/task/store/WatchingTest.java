package io.mlops.task.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.model.Championship;
import io.mlops.task.model.DriftLevel;
import io.mlops.task.model.DriftReport;
import io.mlops.task.model.ModelRegistry;
import io.mlops.task.model.PromotionGate;
import io.mlops.task.model.SampleData;
import io.mlops.task.model.ServedModel;
import io.mlops.task.model.ServingListener;
import io.mlops.task.model.Table;
import io.mlops.task.model.Watching;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchingTest {
    private static final int ROWS = 250;

    @TempDir
    Path folder;

    private final AtomicInteger ids = new AtomicInteger();
    private Championship championship;
    private Table sample;

    @BeforeEach
    void promoteAFirstVersion() throws Exception {
        ModelRegistry registry = ModelFiles.open(folder, "housing", Clock.systemUTC());
        championship = Championship.open(registry, PromotionGate.usual(), Clock.systemUTC());
        registry.add(SampleData.newVersion(SampleData.linear()));
        registry.add(SampleData.newVersion(SampleData.boosting(5)));
        championship.promote(1, "test", "first");
        sample = SampleData.table();
    }

    @Test
    void shouldKnowAfterARestartWhatItSawBefore() throws Exception {
        Watching before = open();
        ask(before);
        before.actual("id1", sample.target(0));
        DriftReport drift = before.drift().orElseThrow();
        before.save();

        Watching after = open();
        assertThat(after.drift()).contains(drift);
        assertThat(after.live()).isEqualTo(before.live()).isPresent();
        assertThat(after.actual("id2", 1)).isTrue();
        assertThat(after.actual("id" + (ROWS + 1), 1)).isFalse();
    }

    @Test
    void shouldBeginAnewWithANewChampionAndPassOverLateAnswersOfTheOldOne() throws Exception {
        Watching watching = open();
        ask(watching);
        assertThat(watching.drift().orElseThrow().level()).isNotEqualTo(DriftLevel.INSUFFICIENT_DATA);

        championship.promote(2, "test", "second");
        assertThat(watching.drift().orElseThrow().rows()).isZero();
        ask(watching);
        watching.saw("late", 1, sample.row(0), championship.registry().model(1).answer(sample.row(0)));
        assertThat(watching.drift().orElseThrow().rows()).isEqualTo(ROWS);
    }

    @Test
    void shouldScoreTheChampionAlone() throws Exception {
        Watching watching = open();
        ask(watching);
        watching.actual("id1", championship.registry().model(1).predict(sample.row(0)) + 0.25);
        assertThat(watching.live().orElseThrow().rmse()).isCloseTo(0.25, Offset.offset(1e-9));

        championship.promote(2, "test", "second");
        assertThat(watching.live()).isEmpty();
    }

    private Watching open() {
        return Watching.open(championship, new WatchFile(folder.resolve("watch.bin")), 1_000, 1_000);
    }

    private void ask(Watching watching) {
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
