package io.mlops.task.mlflow;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which runs were sent to a server. It can be lost: the server is then queried by identity for what it has.
 *
 * @param server the server that the rest refers to
 * @param experiment an experiment that was sent to; null if none
 * @param sent the ids of the runs that need not be sent again
 */
public record RunSyncState(String server, @Nullable String experiment, List<String> sent) {
    static RunSyncState empty(String server) {
        return new RunSyncState(server, null, List.of());
    }

    RunSyncState sentTo(String name) {
        return new RunSyncState(server, name, sent);
    }

    RunSyncState withSent(Collection<String> ids) {
        return new RunSyncState(server, experiment, ids.stream().sorted().toList());
    }
}
