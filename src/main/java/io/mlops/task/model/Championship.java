package io.mlops.task.model;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Who serves, and how that changes: by the gate, by hand, or back. The change is on disk before it is seen; readers of
 * {@link #current} never wait, never fail, and get a version together with its own model.
 */
public final class Championship {
    private final ModelRegistry registry;
    private final PromotionGate gate;
    private final Clock clock;
    private final AtomicReference<@Nullable Champion> champion = new AtomicReference<>();

    private Championship(ModelRegistry registry, PromotionGate gate, Clock clock) {
        this.registry = registry;
        this.gate = gate;
        this.clock = clock;
    }

    /** Loads the champion, if the registry has one. */
    public static Championship open(ModelRegistry registry, PromotionGate gate, Clock clock) throws ModelException {
        Championship championship = new Championship(registry, gate, clock);
        championship.refresh();
        return championship;
    }

    public Optional<Champion> current() {
        return Optional.ofNullable(champion.get());
    }

    public ModelRegistry registry() {
        return registry;
    }

    /** Follows the registry, where another process may have changed the champion. */
    public synchronized void refresh() throws ModelException {
        Optional<Integer> serving = registry.history().champion();
        Champion seated = champion.get();
        if (serving.isPresent() && (seated == null || seated.version().number() != serving.get())) {
            champion.set(load(serving.get()));
        }
    }

    /** Lets a version compete on its own held-out rows; the first version ever wins without a contest. */
    public synchronized Challenge challenge(int version, String who) throws ModelException {
        refresh();
        Champion challenger = load(version);
        Champion defender = champion.get();
        if (defender == null) {
            String reason = "There was no champion yet";
            return new Challenge(version, Optional.empty(), Optional.of(seat(challenger, who, reason)), reason);
        }
        Table rows = registry.heldOut(version);
        Verdict verdict = gate.judge(
                rows.targets(),
                defender.model().predict(rows),
                challenger.model().predict(rows));
        Optional<ChampionChange> change =
                verdict.passed() ? Optional.of(seat(challenger, who, verdict.reason())) : Optional.empty();
        return new Challenge(version, Optional.of(verdict), change, verdict.reason());
    }

    /** Promotes without asking the gate: a person's decision, for which {@code why} stands in the history. */
    public synchronized ChampionChange promote(int version, String who, String why) throws ModelException {
        refresh();
        return seat(load(version), who, why);
    }

    /** Brings back the champion before this one; the next request is answered by it. */
    public synchronized ChampionChange rollback(String who, String why) throws ModelException {
        refresh();
        ChampionChange change = registry.history().rollback(clock.instant(), who, why);
        Champion previous = load(change.to());
        registry.append(change);
        champion.set(previous);
        return change;
    }

    private ChampionChange seat(Champion next, String who, String why) throws ModelException {
        ChampionChange change = registry.history().promotion(next.version().number(), clock.instant(), who, why);
        registry.append(change);
        champion.set(next);
        return change;
    }

    private Champion load(int version) throws ModelException {
        return new Champion(registry.version(version), registry.model(version));
    }
}
