package io.mlops.task.mlflow;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What was sent to a server for one model. It can be lost: the server is then queried by identity for what it has.
 *
 * @param server the server that the rest refers to
 * @param versions the server's version number by our version's identity
 * @param champion identity of the version that the alias refers to
 * @param failed identities of failed runs
 */
public record SyncState(
        String server,
        Map<String, String> versions,
        @Nullable String champion,
        List<String> failed) {
    /** Stores the state of each model. */
    public interface Store {
        /** Returns empty if there is no state, or if it cannot be parsed. */
        Optional<SyncState> read(String model) throws IOException;

        /** Writes atomically. */
        void write(String model, SyncState state) throws IOException;
    }

    static SyncState empty(String server) {
        return new SyncState(server, Map.of(), null, List.of());
    }

    SyncState withVersion(String identity, String serverVersion) {
        Map<String, String> added = new TreeMap<>(versions);
        added.put(identity, serverVersion);
        return new SyncState(server, added, champion, failed);
    }

    SyncState withChampion(String identity) {
        return new SyncState(server, versions, identity, failed);
    }

    SyncState withFailed(String identity) {
        List<String> added = new ArrayList<>(failed);
        added.add(identity);
        return new SyncState(server, versions, champion, added);
    }

    /** Removes failed runs that no longer exist. */
    SyncState retainFailed(Predicate<String> exists) {
        return new SyncState(
                server, versions, champion, failed.stream().filter(exists).toList());
    }
}
