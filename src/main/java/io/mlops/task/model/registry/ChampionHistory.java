package io.mlops.task.model.registry;

import io.mlops.task.model.data.ModelException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All changes of the champion, oldest first. A rollback undoes the latest promotion that has not been undone; promoting an
 * earlier champion undoes all promotions after its own.
 */
public record ChampionHistory(List<ChampionChange> changes) {
    public ChampionHistory {
        changes = List.copyOf(changes);
    }

    public Optional<Integer> champion() {
        return Optional.ofNullable(replay().active().peekFirst());
    }

    /** Returns the version that a rollback would restore. */
    public Optional<Integer> previous() {
        return replay().active().stream().skip(1).findFirst();
    }

    /** Returns the versions whose promotion was undone and that have not been promoted since. */
    public List<Integer> rolledBack() {
        return List.copyOf(replay().undone());
    }

    /** Whether the version is or ever was the champion. */
    public boolean mentions(int version) {
        return changes.stream().anyMatch(change -> change.to() == version);
    }

    /** @param refusal why the promotion gate had refused the version; null if it had not */
    public ChampionChange promotion(int version, Instant at, String actor, String reason, @Nullable Refusal refusal)
            throws ModelException {
        Integer from = champion().orElse(null);
        if (from != null && from == version) {
            throw new ChampionConflictException(
                    "Version " + version + " is already the champion; promote another version");
        }
        return new ChampionChange(
                changes.size() + 1, at, ChampionChange.Action.PROMOTED, from, version, actor, reason, refusal);
    }

    public ChampionChange rollback(Instant at, String actor, String reason) throws ModelException {
        Integer from = champion().orElse(null);
        int to = previous()
                .orElseThrow(() -> new ChampionConflictException("There is no earlier champion to roll back to; "
                        + (from == null
                                ? "no version was ever promoted"
                                : "version " + from + " was the first; promote another one by hand")));
        return new ChampionChange(
                changes.size() + 1, at, ChampionChange.Action.ROLLED_BACK, from, to, actor, reason, null);
    }

    public ChampionHistory with(ChampionChange change) {
        List<ChampionChange> appended = new ArrayList<>(changes);
        appended.add(change);
        return new ChampionHistory(appended);
    }

    /** @param active the promoted versions whose promotion is not undone, the champion on top */
    private record Replay(Deque<Integer> active, Set<Integer> undone) {
        void apply(ChampionChange change) {
            boolean returns = active.contains(change.to());
            if (!returns && change.isRollback() && !active.isEmpty()) {
                undone.add(active.pop());
            }
            while (returns && active.element() != change.to()) {
                undone.add(active.pop());
            }
            if (!returns) {
                active.push(change.to());
            }
            undone.remove(change.to());
        }
    }

    private Replay replay() {
        Replay replay = new Replay(new ArrayDeque<>(), new LinkedHashSet<>());
        changes.forEach(replay::apply);
        return replay;
    }
}
