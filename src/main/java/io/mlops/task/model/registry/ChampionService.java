package io.mlops.task.model.registry;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.regression.TrainedModel;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
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
     * Promotes a version if it passes the {@link PromotionGate}: above the floors; better than the champion on the
     * version's held-out rows; and not worse by more than a bound on the champion's held-out rows and on slices. Rows
     * that only one of the two was trained on are left out. Without a champion the floors decide. A model that was
     * rolled back is not promoted again. If the champion cannot be read, or there are too few rows, nothing changes;
     * {@link #promote} decides manually.
     *
     * @param doubt why the version must not be promoted even if it passes; empty if there is no such reason
     */
    public synchronized ChallengeResult challenge(int version, String actor, Optional<String> doubt)
            throws ModelException {
        refresh();
        Champion challenger = load(version);
        if (fault != null) {
            return held(version, Optional.empty(), "Not compared: the champion cannot be read");
        }
        Dataset heldOut = registry.heldOutRows(version);
        Optional<String> objection =
                gate.floors().objection(challenger.version().heldOut(), heldOut);
        if (objection.isPresent()) {
            return refused(version, Refusal.State.REJECTED, Optional.empty(), objection.get());
        }
        objection = rolledBack(challenger.version());
        if (objection.isPresent()) {
            return held(version, Optional.empty(), objection.get());
        }
        Champion defender = champion.get();
        if (defender == null) {
            return doubt.isPresent()
                    ? held(version, Optional.empty(), doubt.get())
                    : promoted(challenger, actor, Optional.empty(), "There was no champion");
        }
        Contest contest;
        try {
            contest = contest(defender, challenger, heldOut);
        } catch (ModelException e) {
            return held(version, Optional.empty(), "Not compared: the rows cannot be read: " + e.getMessage());
        }
        objection = contest.tooFewRows(gate);
        if (objection.isPresent()) {
            return held(version, Optional.empty(), objection.get());
        }
        GateResult result = contest.judge(gate);
        if (!result.passed()) {
            return refused(version, Refusal.State.REJECTED, Optional.of(result), result.reason());
        }
        objection = contest.objection(gate).or(() -> doubt);
        return objection.isPresent()
                ? held(version, Optional.of(result), objection.get())
                : promoted(challenger, actor, Optional.of(result), result.reason());
    }

    private Contest contest(Champion defender, Champion challenger, Dataset heldOut) throws ModelException {
        Dataset championTrain = registry.trainRows(defender.version().number());
        Dataset championHeldOut = registry.heldOutRows(defender.version().number());
        Dataset challengerTrain = registry.trainRows(challenger.version().number());
        return new Contest(
                ComparisonRows.of(heldOut, championTrain, challengerTrain),
                ComparisonRows.of(championHeldOut, championTrain, challengerTrain),
                defender.model(),
                challenger.model());
    }

    /** The rows of both versions' comparison: the challenger's held-out rows, and the champion's for reference. */
    private record Contest(
            ComparisonRows rows, ComparisonRows reference, TrainedModel champion, TrainedModel challenger) {
        Optional<String> tooFewRows(PromotionGate gate) {
            int minRows = gate.floors().minRows();
            return rows.objection("the", minRows).or(() -> reference.objection("the champion's", minRows));
        }

        GateResult judge(PromotionGate gate) {
            PromotionGate.Predictions all = rows.predictions(champion, challenger);
            return gate.judge(all.actual(), all.champion(), all.challenger()).withHeldOut(rows.heldOut());
        }

        /** Returns the slice on which the challenger is too much worse, although it is better overall. */
        Optional<String> objection(PromotionGate gate) {
            PromotionGate.Predictions onReference = reference.predictions(champion, challenger);
            return gate.referenceObjection(onReference)
                    .or(() -> gate.sliceObjection(rows.rows(), rows.predictions(champion, challenger)))
                    .or(() -> gate.sliceObjection(reference.rows(), onReference));
        }
    }

    /** Returns the reason not to promote the same model as one that was rolled back; empty if there is none. */
    private Optional<String> rolledBack(ModelVersion challenger) throws ModelException {
        List<Integer> rolledBack = registry.history().rolledBack();
        if (rolledBack.isEmpty()) {
            return Optional.empty();
        }
        return registry.versions().stream()
                .filter(version -> rolledBack.contains(version.number())
                        && version.modelHash().equals(challenger.modelHash()))
                .findFirst()
                .map(version -> "The same model was rolled back as version " + version.number()
                        + "; it can be promoted by hand");
    }

    private ChallengeResult promoted(Champion challenger, String actor, Optional<GateResult> result, String reason)
            throws ModelException {
        ChampionChange change = setChampion(challenger, actor, reason, null);
        return new ChallengeResult(challenger.version().number(), result, Optional.of(change), reason);
    }

    private ChallengeResult held(int version, Optional<GateResult> result, String reason) throws ModelException {
        return refused(version, Refusal.State.HELD, result, reason);
    }

    private ChallengeResult refused(int version, Refusal.State state, Optional<GateResult> result, String reason)
            throws ModelException {
        registry.refuse(version, new Refusal(state, reason, clock.instant()));
        return new ChallengeResult(version, result, Optional.empty(), reason);
    }

    /**
     * Promotes a version without the gate.
     *
     * @param reason recorded in the history
     * @throws MissingReasonException if the gate has refused the version and the reason is blank
     */
    public synchronized ChampionChange promote(int version, String actor, String reason) throws ModelException {
        refresh();
        Champion next = load(version);
        Optional<Refusal> refusal = registry.refusal(version);
        if (refusal.isPresent() && reason.isBlank()) {
            throw new MissingReasonException(version, refusal.get());
        }
        return setChampion(next, actor, reason.isBlank() ? "Promoted manually" : reason, refusal.orElse(null));
    }

    /** Returns the model card, including all decisions about the version. */
    public String card(int version) throws ModelException {
        return registry.card(version)
                + ModelCard.decisions(
                        version, registry.refusal(version), registry.history().changes());
    }

    /** Restores the previous champion: {@link ChampionHistory#previous}. */
    public synchronized ChampionChange rollback(String actor, String reason) throws ModelException {
        refresh();
        ChampionChange change = registry.history().rollback(clock.instant(), actor, reason);
        Champion previous = load(change.to());
        registry.append(change);
        champion.set(previous);
        fault = null;
        return change;
    }

    /**
     * Removes the oldest versions that the gate rejected, until at most {@code max} versions are left. The newest version, those
     * that ever were the champion, and those that a person may still decide about are kept, however many they are.
     *
     * @return the removed versions
     */
    public synchronized List<Integer> removeRejected(int max) throws ModelException {
        List<Integer> numbers = registry.numbers();
        List<Integer> removed = new ArrayList<>();
        ChampionHistory history = registry.history();
        for (int number : numbers.subList(0, Math.max(0, numbers.size() - 1))) {
            if (numbers.size() - removed.size() <= max) {
                break;
            }
            boolean rejected = registry.refusal(number)
                    .filter(refusal -> refusal.state() == Refusal.State.REJECTED)
                    .isPresent();
            if (rejected && !history.mentions(number)) {
                registry.remove(number);
                removed.add(number);
            }
        }
        return removed;
    }

    private ChampionChange setChampion(Champion next, String actor, String reason, @Nullable Refusal refusal)
            throws ModelException {
        ChampionChange change =
                registry.history().promotion(next.version().number(), clock.instant(), actor, reason, refusal);
        registry.append(change);
        champion.set(next);
        fault = null;
        return change;
    }

    private Champion load(int version) throws ModelException {
        return new Champion(registry.version(version), registry.model(version));
    }
}
