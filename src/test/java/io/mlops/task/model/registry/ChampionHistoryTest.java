package io.mlops.task.model.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import io.mlops.task.model.data.ModelException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChampionHistoryTest {
    private static final ChampionHistory EMPTY = new ChampionHistory(List.of());
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static ChampionHistory promoted(int... versions) throws ModelException {
        ChampionHistory history = EMPTY;
        for (int version : versions) {
            history = history.with(history.promotion(version, NOW, "gate", "better", null));
        }
        return history;
    }

    private static ChampionHistory rolledBack(ChampionHistory history) throws ModelException {
        return history.with(history.rollback(NOW, "ops", "wrong answers"));
    }

    @Test
    void shouldHaveNoChampionBeforeTheFirstPromotion() {
        assertThat(EMPTY.champion()).isEmpty();
        assertThatThrownBy(() -> EMPTY.rollback(NOW, "ops", "")).hasMessageContaining("no version was ever promoted");
    }

    @Test
    void shouldRollBackStepByStepToTheFirstAndNoFurther() throws Exception {
        ChampionHistory once = rolledBack(promoted(1, 2, 3));
        assertThat(once.champion()).contains(2);
        ChampionHistory twice = rolledBack(once);
        assertThat(twice.champion()).contains(1);
        assertThatThrownBy(() -> rolledBack(twice)).hasMessageContaining("version 1 was the first");
    }

    @Test
    void shouldNotRollBackToAVersionThatWasLeftForAnOlderOne() throws Exception {
        ChampionHistory returned = promoted(1, 2, 3, 2);
        assertThat(returned.champion()).contains(2);
        assertThat(returned.previous()).contains(1);
        assertThat(returned.rolledBack()).containsExactly(3);
        assertThat(rolledBack(promoted(1, 2, 3, 2, 4)).champion()).contains(2);
        assertThatThrownBy(() -> rolledBack(promoted(1, 2, 1))).hasMessageContaining("version 1 was the first");
    }

    @Test
    void shouldRollBackToAVersionThatWasPromotedAgain() throws Exception {
        ChampionHistory history = rolledBack(promoted(1, 2));
        assertThat(history.rolledBack()).containsExactly(2);
        for (int version : new int[] {2, 3}) {
            history = history.with(history.promotion(version, NOW, "ops", "looked at", null));
        }
        assertThat(history.previous()).contains(2);
        assertThat(history.rolledBack()).isEmpty();
    }

    /** Earlier releases returned from version 1 to version 2. */
    @Test
    void shouldAcceptARollbackToAVersionThatWasLeft() throws Exception {
        ChampionHistory history = promoted(0, 1, 2, 1)
                .with(new ChampionChange(5, NOW, ChampionChange.Action.ROLLED_BACK, 1, 2, "ops", "", null));
        assertThat(history.champion()).contains(2);
        assertThat(history.previous()).contains(0);
    }

    @Test
    void shouldRecordEveryChange() throws Exception {
        ChampionHistory history = rolledBack(promoted(1, 2));
        assertThat(history.with(history.promotion(3, NOW, "gate", "better", null))
                        .changes())
                .extracting(ChampionChange::sequence, ChampionChange::from, ChampionChange::to)
                .containsExactly(tuple(1, null, 1), tuple(2, 1, 2), tuple(3, 2, 1), tuple(4, 1, 3));
    }

    @Test
    void shouldNotPromoteTheChampion() throws Exception {
        assertThatThrownBy(() -> promoted(1, 1)).hasMessageContaining("Version 1 is already the champion");
    }
}
