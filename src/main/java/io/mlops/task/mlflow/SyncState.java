package io.mlops.task.mlflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a server has been told of one model. Losing it costs only the asking: the server finds by their identities what it
 * knows already.
 *
 * @param server whom it was told; another one knows nothing of it
 * @param versions the server's own number by each version's identity
 * @param champion identity of the version that the alias is on
 * @param failed identities of failed runs
 */
public record SyncState(
        String server,
        Map<String, String> versions,
        @Nullable String champion,
        List<String> failed) {
    static SyncState empty(String server) {
        return new SyncState(server, Map.of(), null, List.of());
    }

    SyncState withVersion(String identity, String theirs) {
        Map<String, String> more = new TreeMap<>(versions);
        more.put(identity, theirs);
        return new SyncState(server, more, champion, failed);
    }

    SyncState withChampion(String identity) {
        return new SyncState(server, versions, identity, failed);
    }

    SyncState withFailed(String identity) {
        List<String> more = new ArrayList<>(failed);
        more.add(identity);
        return new SyncState(server, versions, champion, more);
    }

    /** Forgets failed runs that are kept no longer. */
    SyncState onlyFailed(Predicate<String> kept) {
        return new SyncState(
                server, versions, champion, failed.stream().filter(kept).toList());
    }
}
