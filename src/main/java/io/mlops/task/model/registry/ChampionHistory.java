package io.mlops.task.model.registry;

import io.mlops.task.model.data.ModelException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** All changes of the champion, oldest first. Each rollback undoes the latest promotion that is not undone yet. */
public record ChampionHistory(List<ChampionChange> changes) {
    public ChampionHistory {
        changes = List.copyOf(changes);
    }

    public Optional<Integer> champion() {
        return Optional.ofNullable(activeStack().peekFirst());
    }

    /** Returns the version that a rollback would restore. */
    public Optional<Integer> previous() {
        return activeStack().stream().skip(1).findFirst();
    }

    /** Returns the versions that a rollback has replaced, each once. */
    public List<Integer> rolledBack() {
        return changes.stream()
                .filter(change -> change.action() == ChampionChange.Action.ROLLED_BACK && change.from() != null)
                .map(ChampionChange::from)
                .distinct()
                .toList();
    }

    public ChampionChange promotion(int version, Instant at, String actor, String reason) throws ModelException {
        Integer from = champion().orElse(null);
        if (from != null && from == version) {
            throw new ChampionConflictException(
                    "Version " + version + " is already the champion; promote another version");
        }
        return new ChampionChange(changes.size() + 1, at, ChampionChange.Action.PROMOTED, from, version, actor, reason);
    }

    public ChampionChange rollback(Instant at, String actor, String reason) throws ModelException {
        Integer from = champion().orElse(null);
        int to = previous()
                .orElseThrow(() -> new ChampionConflictException("There is no earlier champion to roll back to; "
                        + (from == null ? "no version was ever promoted" : "version " + from + " was the first")));
        return new ChampionChange(changes.size() + 1, at, ChampionChange.Action.ROLLED_BACK, from, to, actor, reason);
    }

    public ChampionHistory with(ChampionChange change) {
        List<ChampionChange> appended = new ArrayList<>(changes);
        appended.add(change);
        return new ChampionHistory(appended);
    }

    /** Returns the promoted versions that are not rolled back, the champion on top. */
    private Deque<Integer> activeStack() {
        Deque<Integer> active = new ArrayDeque<>();
        for (ChampionChange change : changes) {
            if (change.action() == ChampionChange.Action.PROMOTED) {
                active.push(change.to());
            } else {
                active.poll();
            }
        }
        return active;
    }
}
