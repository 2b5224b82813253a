package io.mlops.task.model.registry;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One entry of the champion's history.
 *
 * @param sequence from 1, without gaps
 * @param from the previous champion; null for the first
 * @param actor the user or run that made the change
 * @param refusal why the promotion gate had refused {@code to}; null if it had not
 */
public record ChampionChange(
        int sequence,
        Instant at,
        Action action,
        @Nullable Integer from,
        int to,
        String actor,
        String reason,
        @Nullable Refusal refusal) {
    boolean isRollback() {
        return action == Action.ROLLED_BACK;
    }

    public enum Action {
        PROMOTED,
        ROLLED_BACK;

        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
