package io.mlops.task.model.registry;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the history: who put which version in whose place, and why.
 *
 * @param sequence from 1, without gaps
 * @param from the champion until then; null for the first
 */
public record ChampionChange(
        int sequence, Instant at, Move move, @Nullable Integer from, int to, String who, String why) {
    public enum Move {
        PROMOTED,
        ROLLED_BACK;

        @JsonValue
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
