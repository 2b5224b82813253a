package io.mlops.task.pipeline;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.registry.ChallengeResult;
import io.mlops.task.model.registry.ChampionChange;
import io.mlops.task.model.registry.ChampionService;
import io.mlops.task.model.registry.ModelRegistry;
import io.mlops.task.model.registry.ModelVersion;
import io.mlops.task.model.registry.UnregisteredVersion;
import java.util.Optional;

/**
 * The registration of a run's model.
 *
 * @param promoted whether this run made it the champion
 * @param reason of the promotion gate
 */
record Registration(int version, boolean promoted, String reason) {

    /**
     * Registers the model and challenges the champion, each once for a run, even if the run has several attempts.
     *
     * @param doubt see {@link ChampionService#challenge}
     */
    static Registration of(UnregisteredVersion newVersion, ChampionService championService, Optional<String> doubt)
            throws ModelException {
        String run = newVersion.provenance().runId();
        ModelRegistry registry = championService.registry();
        Optional<ModelVersion> before = ofRun(run, registry);
        int version = before.isPresent()
                ? before.get().number()
                : registry.add(newVersion).number();
        Optional<ChampionChange> promotion = registry.history().changes().stream()
                .filter(change -> change.to() == version && change.action() == ChampionChange.Action.PROMOTED)
                .findFirst();
        if (promotion.isPresent()) {
            return new Registration(version, true, promotion.get().reason());
        }
        ChallengeResult challenge =
                championService.challenge(version, run.isEmpty() ? "a batch run" : "run " + run, doubt);
        return new Registration(version, challenge.promoted(), challenge.reason());
    }

    private static Optional<ModelVersion> ofRun(String run, ModelRegistry registry) throws ModelException {
        return run.isEmpty()
                ? Optional.empty()
                : registry.versions().stream()
                        .filter(version -> version.provenance().runId().equals(run))
                        .findFirst();
    }
}
