package io.mlops.task.model.registry;

import java.util.Optional;

/**
 * How a challenge ended.
 *
 * @param verdict the gate's; empty when there was no contest
 * @param change the promotion; empty when the champion stayed
 */
public record ChallengeResult(
        int version, Optional<GateResult> verdict, Optional<ChampionChange> change, String reason) {
    public boolean promoted() {
        return change.isPresent();
    }
}
