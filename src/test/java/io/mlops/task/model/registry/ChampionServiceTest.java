package io.mlops.task.model.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.HousingFixtures;
import io.mlops.task.store.FileModelRegistry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    private Path directory;

    private FileModelRegistry models;
    private ChampionService championService;

    @BeforeAll
    static void train() throws ModelException {
        weak = HousingFixtures.newVersion(HousingFixtures.boosting(20));
        strong = HousingFixtures.newVersion(HousingFixtures.boosting(60));
    }

    @BeforeEach
    void open() throws ModelException {
        models = FileModelRegistry.open(directory, "housing", CLOCK);
        championService = ChampionService.open(models, PromotionGate.defaults(), CLOCK);
    }

    /** The strong version is the champion, the weak one was before. */
    private void promoteBoth() throws ModelException {
        models.add(weak);
        models.add(strong);
        championService.promote(1, "ops", "first");
        championService.promote(2, "ops", "second");
    }

    private Integer championNumber() {
        return championService
                .current()
                .map(champion -> champion.version().number())
                .orElse(null);
    }

    @Test
    void shouldPromoteTheFirstVersionWithoutAComparison() throws Exception {
        models.add(weak);
        ChallengeResult result = championService.challenge(1, "run-1", Optional.empty());
        assertThat(result.promoted()).isTrue();
        assertThat(result.gateResult()).isEmpty();
        assertThat(championNumber()).isEqualTo(1);
    }

    @Test
    void shouldPromoteABetterChallengerAndRejectAWorseOne() throws Exception {
        models.add(weak);
        models.add(strong);
        models.add(weak);
        championService.challenge(1, "run-1", Optional.empty());
        assertThat(championService.challenge(2, "run-2", Optional.empty()).promoted())
                .isTrue();
        ChallengeResult third = championService.challenge(3, "run-3", Optional.empty());
        assertThat(third.promoted()).isFalse();
        assertThat(third.reason()).contains("against the champion's");
        assertThat(models.refusal(2)).isEmpty();
        assertThat(models.refusal(3)).contains(new Refusal(Refusal.State.REJECTED, third.reason(), CLOCK.instant()));
        assertThat(championNumber()).isEqualTo(2);
        assertThat(models.history().changes()).extracting(ChampionChange::actor).containsExactly("run-1", "run-2");
    }

    @Test
    void shouldRemoveTheOldestRejectedVersionsAndNoOthers() throws Exception {
        promoteBoth();
        for (int number = 3; number <= 8; number++) {
            models.add(weak);
            Refusal.State state = number == 4 ? Refusal.State.HELD : Refusal.State.REJECTED;
            models.refuse(number, new Refusal(state, "test", CLOCK.instant()));
        }
        championService.promote(6, "ops", "rejected, but promoted");
        assertThat(championService.removeRejected(7)).containsExactly(3);
        assertThat(championService.removeRejected(7)).isEmpty();
        assertThat(championService.removeRejected(1)).containsExactly(5, 7);
        assertThat(models.numbers()).containsExactly(1, 2, 4, 6, 8);
        assertThat(championService.rollback("ops", "test").to()).isEqualTo(2);
    }

    @Test
    void shouldNotPromoteADoubtfulVersionByItself() throws Exception {
        models.add(weak);
        models.add(strong);
        Optional<String> doubt = Optional.of("The data has warnings");
        assertThat(championService.challenge(1, "run-1", doubt).reason()).isEqualTo("The data has warnings");
        assertThat(championNumber()).isNull();
        assertThat(models.refusal(1))
                .contains(new Refusal(Refusal.State.HELD, "The data has warnings", CLOCK.instant()));
        assertThatThrownBy(() -> championService.promote(1, "ops", " "))
                .isInstanceOf(MissingReasonException.class)
                .hasMessage("must say why version 1 is promoted, which is held: The data has warnings");
        ChampionChange change = championService.promote(1, "ops", "looked at");
        assertThat(change.refusal()).isEqualTo(models.refusal(1).orElseThrow());
        assertThat(championService.card(1)).startsWith(models.card(1)).endsWith("""

                        ## Decisions

                        - 2026-01-01T00:00:00Z: held by the promotion gate: The data has warnings
                        - 2026-01-01T00:00:00Z: promoted by ops: looked at
                        """);
        assertThat(championService.challenge(2, "run-2", doubt).reason()).isEqualTo("The data has warnings");
        assertThat(championNumber()).isEqualTo(1);
    }

    @Test
    void shouldNotPromoteAModelThatWasRolledBackByItself() throws Exception {
        promoteBoth();
        championService.rollback("ops", "complaints");
        models.add(strong);
        ChallengeResult again = championService.challenge(3, "run-3", Optional.empty());
        assertThat(again.promoted()).isFalse();
        assertThat(again.reason()).contains("rolled back as version 2");
        championService.promote(3, "ops", "it was the network");
        assertThat(championNumber()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "0.99, 1,   30,  'Below the floors: R² on 400 held-out rows must be at least 0.99, was 0.'",
        "0.5,  0.1, 30,  'Below the floors: RMSE on 400 held-out rows must be at most 0.1, was 0.'",
        "0.5,  1,   401, 'Not compared: the held-out rows must be at least 401, were 400'",
    })
    void shouldNotPromoteAFirstVersionBelowTheFloors(double minR2, double maxRmse, int minRows, String reason)
            throws Exception {
        PromotionGate.Floors floors = new PromotionGate.Floors(minRows, minR2, maxRmse);
        championService = ChampionService.open(models, new PromotionGate(0.005, 0.95, 0.05, 0.1, floors), CLOCK);
        models.add(strong);
        ChallengeResult result = championService.challenge(1, "run-1", Optional.empty());
        assertThat(result.promoted()).isFalse();
        assertThat(result.reason()).startsWith(reason);
        assertThat(championNumber()).isNull();
    }

    @Test
    void shouldRollBackInOneCallAndPersistIt() throws Exception {
        promoteBoth();
        championService.rollback("ops", "complaints");
        assertThat(championNumber()).isEqualTo(1);
        ChampionService restarted = ChampionService.open(
                FileModelRegistry.open(directory, "housing", CLOCK), PromotionGate.defaults(), CLOCK);
        assertThat(restarted.current().orElseThrow().version().number()).isEqualTo(1);
        assertThatThrownBy(() -> championService.rollback("ops", "again")).hasMessageContaining("no earlier champion");
        assertThat(championNumber()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "versions/2/model.ubj, ''",
        "versions/2/model.ubj, truncated",
        "versions/2/descriptor.json, {}",
        "versions/2/descriptor.json, truncated",
        "versions/2/version.json, {}",
        "versions/2/version.json, truncated",
        "history/2.json, truncated"
    })
    void shouldOpenWithoutAChampionThatCannotBeRead(String file, String content) throws Exception {
        promoteBoth();
        Path damaged = directory.resolve("housing").resolve(file);
        byte[] original = Files.readAllBytes(damaged);
        Files.writeString(damaged, content);

        open();
        assertThat(championNumber()).isNull();
        assertThat(championService.fault()).isPresent();
        models.add(strong);
        assertThat(championService.challenge(3, "run-3", Optional.empty()).reason())
                .contains("cannot be read");
        assertThat(championNumber()).isNull();

        Files.write(damaged, original);
        championService.refresh();
        assertThat(championNumber()).isEqualTo(2);
        assertThat(championService.fault()).isEmpty();
    }

    @Test
    void shouldRollBackOrPromoteAwayFromAChampionThatCannotBeRead() throws Exception {
        promoteBoth();
        Files.delete(directory.resolve("housing/versions/2/version.json"));

        open();
        championService.rollback("ops", "it cannot be read");
        assertThat(championNumber()).isEqualTo(1);
        assertThat(championService.fault()).isEmpty();
        assertThat(models.versions()).extracting(ModelVersion::number).containsExactly(1);
        assertThat(models.numbers()).containsExactly(1, 2);
        models.add(strong);
        championService.promote(3, "ops", "whole");
        assertThat(championNumber()).isEqualTo(3);
    }

    @Test
    void shouldKeepTheLoadedChampionIfAnotherProcessPromotesAnUnreadableOne() throws Exception {
        models.add(weak);
        models.add(strong);
        championService.promote(1, "ops", "first");
        ChampionService.open(models, PromotionGate.defaults(), CLOCK).promote(2, "batch", "second");
        Files.delete(directory.resolve("housing/versions/2/model.ubj"));

        championService.refresh();
        assertThat(championNumber()).isEqualTo(1);
        assertThat(championService.fault()).isPresent();
    }

    @Test
    void shouldReloadAfterAnotherProcessChangedTheChampion() throws Exception {
        models.add(weak);
        ChampionService other = ChampionService.open(
                FileModelRegistry.open(directory, "housing", CLOCK), PromotionGate.defaults(), CLOCK);
        other.promote(1, "batch", "first");
        assertThat(championService.current()).isEmpty();
        championService.refresh();
        assertThat(championNumber()).isEqualTo(1);
    }

    @Test
    void shouldAlwaysReturnAVersionWithItsOwnModelWhileChampionsChange() throws Exception {
        models.add(weak);
        models.add(strong);
        championService.promote(1, "ops", "first");
        double[] row = HousingFixtures.sample().row(0);
        double[] expected = {
            0, weak.candidate().model().predict(row), strong.candidate().model().predict(row)
        };
        AtomicBoolean done = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        List<Future<Long>> readers = new ArrayList<>();
        for (int t = 0; t < 2; t++) {
            readers.add(threads.submit(() -> {
                long predictions = 0;
                while (!done.get()) {
                    Champion champion = championService.current().orElseThrow();
                    assertThat(champion.model().predict(row))
                            .isEqualTo(expected[champion.version().number()]);
                    predictions++;
                }
                return predictions;
            }));
        }
        for (int i = 0; i < 20; i++) {
            championService.promote(2, "ops", "forth");
            championService.rollback("ops", "back");
        }
        done.set(true);
        for (Future<Long> reader : readers) {
            assertThat(reader.get()).isPositive();
        }
        threads.shutdown();
        assertThat(models.history().changes()).hasSize(41);
    }
}
