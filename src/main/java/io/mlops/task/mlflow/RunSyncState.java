package io.mlops.task.mlflow;

import io.mlops.task.run.RunId;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which runs were sent to a server. It can be lost: the server is then queried by identity for what it has.
 *
 * @param server the server that the rest refers to
 * @param experiment an experiment that was sent to; null if none
 * @param seenThrough the latest run that was looked at; null if none
 * @param unsent those of them that had not ended, or that the server rejected
 */
public record RunSyncState(
        String server,
        @Nullable String experiment,
        @Nullable String seenThrough,
        List<String> unsent) {
    static RunSyncState empty(String server) {
        return new RunSyncState(server, null, null, List.of());
    }

    boolean isNew(RunId id) {
        return seenThrough == null || id.value().compareTo(seenThrough) > 0;
    }

    RunSyncState sentTo(String name) {
        return new RunSyncState(server, name, seenThrough, unsent);
    }

    RunSyncState with(RunId id, boolean sent) {
        TreeSet<String> left = new TreeSet<>(unsent);
        boolean changed = sent ? left.remove(id.value()) : left.add(id.value());
        return new RunSyncState(
                server, experiment, isNew(id) ? id.value() : seenThrough, changed ? List.copyOf(left) : unsent);
    }

    /** Removes runs that no longer exist. */
    RunSyncState retain(Predicate<String> exists) {
        return new RunSyncState(
                server, experiment, seenThrough, unsent.stream().filter(exists).toList());
    }
}
