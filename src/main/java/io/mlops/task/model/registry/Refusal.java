package io.mlops.task.model.registry;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;

/**
 * Why a version did not become the champion when it was trained.
 *
 * @param reason a sentence, for display
 */
public record Refusal(State state, String reason, Instant at) {
    /** Whether a person may decide. */
    public enum State {
        /** The rules cannot decide, such as for data that changed: a person may promote the version. */
        HELD,
        /** It is below the floors, or not better than the champion. */
        REJECTED;

        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
