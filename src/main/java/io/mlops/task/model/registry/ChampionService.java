package io.mlops.task.model.registry;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.Dataset;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Who serves, and how that changes: by the gate, by hand, or back. The change is on disk before it is seen; readers of
 * {@link #current} never wait, never fail, and get a version together with its own model.
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

    /** Loads the champion, if the registry has one; that it cannot be read is its {@link #fault}. */
    public static ChampionService open(ModelRegistry registry, PromotionGate gate, Clock clock) {
        ChampionService championship = new ChampionService(registry, gate, clock);
        championship.refresh();
        return championship;
    }

    public Optional<Champion> current() {
        return Optional.ofNullable(champion.get());
    }

    public ModelRegistry registry() {
        return registry;
    }

    /** Why the version that should serve does not, be it that nobody does or the one before it; empty where all is well. */
    public Optional<String> fault() {
        return Optional.ofNullable(fault);
    }

    /** Follows the registry, where another process may have changed, harmed or mended the champion. */
    public synchronized void refresh() {
        try {
            Optional<Integer> serving = registry.history().champion();
            Champion seated = champion.get();
            if (serving.isPresent() && (seated == null || seated.version().number() != serving.get())) {
                champion.set(load(serving.get()));
            }
            fault = null;
        } catch (ModelException e) {
            fault = e.getMessage();
        }
    }

    /**
     * Lets a version compete on its own held-out rows, but for those that one of the two alone has learnt; the first
     * version ever wins without a contest. Against a champion that cannot be read, or on too few rows, there is none:
     * a person must decide.
     */
    public synchronized ChallengeResult challenge(int version, String who) throws ModelException {
        refresh();
        Champion challenger = load(version);
        if (fault != null) {
            return skipped(version, "There was no contest, the champion cannot be read");
        }
        Champion defender = champion.get();
        if (defender == null) {
            String reason = "There was no champion yet";
            return new ChallengeResult(
                    version, Optional.empty(), Optional.of(setChampion(challenger, who, reason)), reason);
        }
        Dataset learnt;
        try {
            learnt = registry.train(defender.version().number());
        } catch (ModelException e) {
            return skipped(version, "There was no contest, what the champion learnt cannot be read: " + e.getMessage());
        }
        ComparisonRows contest = ComparisonRows.of(registry.heldOut(version), learnt, registry.train(version));
        if (!contest.isLargeEnough()) {
            return skipped(version, contest.rejection());
        }
        GateResult verdict = contest.judge(gate, defender.model(), challenger.model());
        Optional<ChampionChange> change =
                verdict.passed() ? Optional.of(setChampion(challenger, who, verdict.reason())) : Optional.empty();
        return new ChallengeResult(version, Optional.of(verdict), change, verdict.reason());
    }

    private static ChallengeResult skipped(int version, String reason) {
        return new ChallengeResult(version, Optional.empty(), Optional.empty(), reason);
    }

    /** Promotes without asking the gate: a person's decision, for which {@code why} stands in the history. */
    public synchronized ChampionChange promote(int version, String who, String why) throws ModelException {
        refresh();
        return setChampion(load(version), who, why);
    }

    /** Brings back the champion before this one; the next request is answered by it. */
    public synchronized ChampionChange rollback(String who, String why) throws ModelException {
        refresh();
        ChampionChange change = registry.history().rollback(clock.instant(), who, why);
        Champion previous = load(change.to());
        registry.append(change);
        champion.set(previous);
        fault = null;
        return change;
    }

    private ChampionChange setChampion(Champion next, String who, String why) throws ModelException {
        ChampionChange change = registry.history().promotion(next.version().number(), clock.instant(), who, why);
        registry.append(change);
        champion.set(next);
        fault = null;
        return change;
    }

    private Champion load(int version) throws ModelException {
        return new Champion(registry.version(version), registry.model(version));
    }
}
