package io.mlops.task.model.registry;

import io.mlops.task.model.data.ModelException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** All changes of the champion, oldest first. A rollback takes back the promotion before it, the next one the one before that. */
public record ChampionHistory(List<ChampionChange> changes) {
    public ChampionHistory {
        changes = List.copyOf(changes);
    }

    /** The version that serves. */
    public Optional<Integer> champion() {
        return Optional.ofNullable(activeStack().peekFirst());
    }

    /** The version that a rollback would bring back. */
    public Optional<Integer> previous() {
        return activeStack().stream().skip(1).findFirst();
    }

    public ChampionChange promotion(int version, Instant at, String who, String why) throws ModelException {
        Integer from = champion().orElse(null);
        if (from != null && from == version) {
            throw new ChampionConflictException(
                    "Version " + version + " is the champion already; wanted another one to promote");
        }
        return new ChampionChange(changes.size() + 1, at, ChampionChange.Move.PROMOTED, from, version, who, why);
    }

    public ChampionChange rollback(Instant at, String who, String why) throws ModelException {
        Integer from = champion().orElse(null);
        int to = previous()
                .orElseThrow(() -> new ChampionConflictException("There is no earlier champion to roll back to; "
                        + (from == null ? "no version was ever promoted" : "version " + from + " was the first")));
        return new ChampionChange(changes.size() + 1, at, ChampionChange.Move.ROLLED_BACK, from, to, who, why);
    }

    public ChampionHistory with(ChampionChange change) {
        List<ChampionChange> more = new ArrayList<>(changes);
        more.add(change);
        return new ChampionHistory(more);
    }

    /** The promoted versions not taken back, the champion on top. */
    private Deque<Integer> activeStack() {
        Deque<Integer> standing = new ArrayDeque<>();
        for (ChampionChange change : changes) {
            if (change.move() == ChampionChange.Move.PROMOTED) {
                standing.push(change.to());
            } else {
                standing.poll();
            }
        }
        return standing;
    }
}
