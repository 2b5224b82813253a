package io.mlops.task.model.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.SampleData;
import io.mlops.task.store.FileModelRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChampionServiceTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);
    private static UnregisteredVersion weak;
    private static UnregisteredVersion strong;

    @TempDir
    private Path folder;

    private FileModelRegistry models;
    private ChampionService championship;

    @BeforeAll
    static void train() throws ModelException {
        weak = SampleData.newVersion(SampleData.boosting(3));
        strong = SampleData.newVersion(SampleData.boosting(60));
    }

    @BeforeEach
    void open() throws ModelException {
        models = FileModelRegistry.open(folder, "housing", CLOCK);
        championship = ChampionService.open(models, PromotionGate.defaults(), CLOCK);
    }

    /** The strong one serves, the weak one did before. */
    private void promoteBoth() throws ModelException {
        models.add(weak);
        models.add(strong);
        championship.promote(1, "ops", "first");
        championship.promote(2, "ops", "second");
    }

    private Integer serving() {
        return championship
                .current()
                .map(champion -> champion.version().number())
                .orElse(null);
    }

    @Test
    void shouldSeatTheFirstVersionWithoutAContest() throws Exception {
        models.add(weak);
        ChallengeResult challenge = championship.challenge(1, "run-1");
        assertThat(challenge.promoted()).isTrue();
        assertThat(challenge.verdict()).isEmpty();
        assertThat(serving()).isEqualTo(1);
    }

    @Test
    void shouldSeatABetterChallengerAndTurnAwayAWorseOne() throws Exception {
        models.add(weak);
        models.add(strong);
        models.add(weak);
        championship.challenge(1, "run-1");
        assertThat(championship.challenge(2, "run-2").promoted()).isTrue();
        ChallengeResult third = championship.challenge(3, "run-3");
        assertThat(third.promoted()).isFalse();
        assertThat(third.reason()).contains("against the champion's");
        assertThat(serving()).isEqualTo(2);
        assertThat(models.history().changes()).extracting(ChampionChange::who).containsExactly("run-1", "run-2");
    }

    @Test
    void shouldRollBackInOneCallAndRememberItAfterARestart() throws Exception {
        promoteBoth();
        championship.rollback("ops", "complaints");
        assertThat(serving()).isEqualTo(1);
        ChampionService restarted =
                ChampionService.open(FileModelRegistry.open(folder, "housing", CLOCK), PromotionGate.defaults(), CLOCK);
        assertThat(restarted.current().orElseThrow().version().number()).isEqualTo(1);
        assertThatThrownBy(() -> championship.rollback("ops", "again")).hasMessageContaining("no earlier champion");
        assertThat(serving()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "versions/2/model.ubj, ''",
        "versions/2/model.ubj, torn",
        "versions/2/descriptor.json, {}",
        "versions/2/descriptor.json, torn",
        "versions/2/version.json, {}",
        "versions/2/version.json, torn",
        "history/2.json, torn"
    })
    void shouldOpenWithoutAChampionThatCannotBeRead(String file, String content) throws Exception {
        promoteBoth();
        Path harmed = folder.resolve("housing").resolve(file);
        byte[] whole = Files.readAllBytes(harmed);
        Files.writeString(harmed, content);

        open();
        assertThat(serving()).isNull();
        assertThat(championship.fault()).isPresent();
        models.add(strong);
        assertThat(championship.challenge(3, "run-3").reason()).contains("cannot be read");
        assertThat(serving()).isNull();

        Files.write(harmed, whole);
        championship.refresh();
        assertThat(serving()).isEqualTo(2);
        assertThat(championship.fault()).isEmpty();
    }

    @Test
    void shouldRollBackOrPromoteAwayFromAChampionThatCannotBeRead() throws Exception {
        promoteBoth();
        Files.delete(folder.resolve("housing/versions/2/version.json"));

        open();
        championship.rollback("ops", "it cannot be read");
        assertThat(serving()).isEqualTo(1);
        assertThat(championship.fault()).isEmpty();
        assertThat(models.versions()).extracting(ModelVersion::number).containsExactly(1);
        assertThat(models.numbers()).containsExactly(1, 2);
        models.add(strong);
        championship.promote(3, "ops", "whole");
        assertThat(serving()).isEqualTo(3);
    }

    @Test
    void shouldKeepTheOneInMemoryWhereAnotherProcessPromotesWhatCannotBeRead() throws Exception {
        models.add(weak);
        models.add(strong);
        championship.promote(1, "ops", "first");
        ChampionService.open(models, PromotionGate.defaults(), CLOCK).promote(2, "batch", "second");
        Files.delete(folder.resolve("housing/versions/2/model.ubj"));

        championship.refresh();
        assertThat(serving()).isEqualTo(1);
        assertThat(championship.fault()).isPresent();
    }

    @Test
    void shouldFollowAChangeThatAnotherProcessMade() throws Exception {
        models.add(weak);
        ChampionService other =
                ChampionService.open(FileModelRegistry.open(folder, "housing", CLOCK), PromotionGate.defaults(), CLOCK);
        other.promote(1, "batch", "first");
        assertThat(championship.current()).isEmpty();
        championship.refresh();
        assertThat(serving()).isEqualTo(1);
    }

    @Test
    void shouldNeverShowReadersAMixOrNothingWhileChampionsChange() throws Exception {
        models.add(weak);
        models.add(strong);
        championship.promote(1, "ops", "first");
        double[] row = SampleData.table().row(0);
        double[] wanted = {
            0, weak.candidate().model().predict(row), strong.candidate().model().predict(row)
        };
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        List<Future<Long>> readers = new ArrayList<>();
        for (int t = 0; t < 2; t++) {
            readers.add(threads.submit(() -> {
                long answers = 0;
                while (!done.get()) {
                    Champion champion = championship.current().orElseThrow();
                    assertThat(champion.model().predict(row))
                            .isEqualTo(wanted[champion.version().number()]);
                    answers++;
                }
                return answers;
            }));
        }
        for (int i = 0; i < 20; i++) {
            championship.promote(2, "ops", "forth");
            championship.rollback("ops", "back");
        }
        done.set(true);
        for (Future<Long> reader : readers) {
            assertThat(reader.get()).isPositive();
        }
        threads.shutdown();
        assertThat(models.history().changes()).hasSize(41);
    }
}
