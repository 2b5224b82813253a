package io.mlops.task.model.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LiveEvaluationTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final LiveEvaluation live = LiveEvaluation.of(3, 2);

    private void predict(String id, @Nullable String key) {
        live.recordPrediction(new PredictedRow(id, key, 1, NOW, new double[8], 2));
    }

    private boolean label(String idOrKey, double actual) {
        return live.label(idOrKey, actual, NOW)
                .map(row -> {
                    live.record(row);
                    return true;
                })
                .orElse(false);
    }

    @Test
    void shouldFindARowByItsIdOrTheCallersKey() {
        predict("a", "house 1");
        predict("b", "house 2");
        assertThat(label("a", 1)).isTrue();
        assertThat(label("house 2", 2)).isTrue();
        assertThat(label("house 3", 3)).isFalse();
        assertThat(live.waiting()).isEmpty();
        assertThat(live.labelled()).extracting(LabelledRow::actual).containsExactly(1.0, 2.0);
    }

    @Test
    void shouldTakeTheLatestRowWithAKey() {
        predict("a", "house");
        predict("b", "house");
        assertThat(label("house", 1)).isTrue();
        assertThat(live.labelled()).extracting(row -> row.row().id()).containsExactly("b");
    }

    @Test
    void shouldReplaceAndWithdrawALabel() {
        predict("a", "house");
        label("a", 1);
        label("house", 4);
        assertThat(live.labelled()).extracting(LabelledRow::actual).containsExactly(4.0);
        label("a", Double.NaN);
        assertThat(live.labelled()).isEmpty();
        assertThat(label("a", 2)).isTrue();
    }

    @Test
    void shouldEvictTheOldestOfBothKinds() {
        for (String id : new String[] {"a", "b", "c", "d"}) {
            predict(id, "key " + id);
        }
        assertThat(label("a", 1)).isFalse();
        assertThat(label("key a", 1)).isFalse();
        for (String id : new String[] {"d", "c", "b"}) {
            assertThat(label("key " + id, 1)).isTrue();
        }
        assertThat(live.labelled()).extracting(row -> row.row().id()).containsExactly("c", "b");
        assertThat(label("key d", 1)).isFalse();
        assertThatThrownBy(() -> live.label("b", Double.NEGATIVE_INFINITY, NOW)).hasMessageContaining("Infinity");
    }
}
