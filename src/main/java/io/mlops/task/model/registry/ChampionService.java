package io.mlops.task.model.registry;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.Dataset;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Promotes, replaces and rolls back the champion. A change is on disk before it is visible; {@link #current} never blocks
 * or fails, and always returns a version together with its own model.
 */
public final class ChampionService {
    private final ModelRegistry registry;
    private final PromotionGate gate;
    private final Clock clock;
    private final AtomicReference<@Nullable Champion> champion = new AtomicReference<>();
    private volatile @Nullable String fault;

    private ChampionService(ModelRegistry registry, PromotionGate gate, Clock clock) {
        this.registry = registry;
        this.gate = gate;
        this.clock = clock;
    }

    /** Loads the champion, if the registry has one; a failure to read it is reported by {@link #fault}. */
    public static ChampionService open(ModelRegistry registry, PromotionGate gate, Clock clock) {
        ChampionService service = new ChampionService(registry, gate, clock);
        service.refresh();
        return service;
    }

    public Optional<Champion> current() {
        return Optional.ofNullable(champion.get());
    }

    public ModelRegistry registry() {
        return registry;
    }

    /** Returns why the registry's champion could not be loaded; empty if it is the current one, or if there is none. */
    public Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    /** Reloads the champion if another process changed it in the registry. */
    public synchronized void refresh() {
        try {
            Optional<Integer> registered = registry.history().champion();
            Champion current = champion.get();
            if (registered.isPresent() && (current == null || current.version().number() != registered.get())) {
                champion.set(load(registered.get()));
            }
            fault = null;
        } catch (ModelException e) {
            fault = e.getMessage();
        }
    }

    /**
     * Compares a version with the champion on the version's held-out rows, except those that only one of the two was
     * trained on, and promotes it if it passes the gate. The first version is promoted without a comparison. If the
     * champion cannot be read, or there are too few rows, nothing changes; {@link #promote} decides manually.
     */
    public synchronized ChallengeResult challenge(int version, String actor) throws ModelException {
        refresh();
        Champion challenger = load(version);
        if (fault != null) {
            return skipped(version, "Not compared: the champion cannot be read");
        }
        Champion defender = champion.get();
        if (defender == null) {
            String reason = "There was no champion";
            return new ChallengeResult(
                    version, Optional.empty(), Optional.of(setChampion(challenger, actor, reason)), reason);
        }
        Dataset championTrain;
        try {
            championTrain = registry.trainRows(defender.version().number());
        } catch (ModelException e) {
            return skipped(version, "Not compared: the champion's train rows cannot be read: " + e.getMessage());
        }
        ComparisonRows comparison =
                ComparisonRows.of(registry.heldOutRows(version), championTrain, registry.trainRows(version));
        if (!comparison.isLargeEnough()) {
            return skipped(version, comparison.rejection());
        }
        GateResult result = comparison.judge(gate, defender.model(), challenger.model());
        Optional<ChampionChange> change =
                result.passed() ? Optional.of(setChampion(challenger, actor, result.reason())) : Optional.empty();
        return new ChallengeResult(version, Optional.of(result), change, result.reason());
    }

    private static ChallengeResult skipped(int version, String reason) {
        return new ChallengeResult(version, Optional.empty(), Optional.empty(), reason);
    }

    /** Promotes a version without the gate; {@code reason} is recorded in the history. */
    public synchronized ChampionChange promote(int version, String actor, String reason) throws ModelException {
        refresh();
        return setChampion(load(version), actor, reason);
    }

    /** Restores the previous champion. */
    public synchronized ChampionChange rollback(String actor, String reason) throws ModelException {
        refresh();
        ChampionChange change = registry.history().rollback(clock.instant(), actor, reason);
        Champion previous = load(change.to());
        registry.append(change);
        champion.set(previous);
        fault = null;
        return change;
    }

    private ChampionChange setChampion(Champion next, String actor, String reason) throws ModelException {
        ChampionChange change = registry.history().promotion(next.version().number(), clock.instant(), actor, reason);
        registry.append(change);
        champion.set(next);
        fault = null;
        return change;
    }

    private Champion load(int version) throws ModelException {
        return new Champion(registry.version(version), registry.model(version));
    }
}
