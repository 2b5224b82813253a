package io.mlops.task.mlflow;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was sent to a server for one model. It can be lost: the server is then queried by identity for what it has.
 *
 * @param server the server that the rest refers to
 * @param versions the server's version number by our version's identity
 * @param champion identity of the version that the alias refers to
 */
public record SyncState(
        String server,
        Map<String, String> versions,
        @Nullable String champion) {
    static SyncState empty(String server) {
        return new SyncState(server, Map.of(), null);
    }

    SyncState withVersion(String identity, String serverVersion) {
        Map<String, String> added = new TreeMap<>(versions);
        added.put(identity, serverVersion);
        return new SyncState(server, added, champion);
    }

    SyncState withChampion(String identity) {
        return new SyncState(server, versions, identity);
    }
}
