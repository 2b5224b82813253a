package io.mlops.task.model.registry;

import java.util.Optional;

/**
 * The result of a challenge.
 *
 * @param gateResult empty if the models were not compared
 * @param change the promotion; empty if the champion did not change
 */
public record ChallengeResult(
        int version, Optional<GateResult> gateResult, Optional<ChampionChange> change, String reason) {
    public boolean promoted() {
        return change.isPresent();
    }
}
