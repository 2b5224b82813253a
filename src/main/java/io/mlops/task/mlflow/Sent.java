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
public record Sent(
        String server,
        Map<String, String> versions,
        @Nullable String champion,
        List<String> failed) {
    static Sent nothing(String server) {
        return new Sent(server, Map.of(), null, List.of());
    }

    Sent withVersion(String identity, String theirs) {
        Map<String, String> more = new TreeMap<>(versions);
        more.put(identity, theirs);
        return new Sent(server, more, champion, failed);
    }

    Sent withChampion(String identity) {
        return new Sent(server, versions, identity, failed);
    }

    Sent withFailed(String identity) {
        List<String> more = new ArrayList<>(failed);
        more.add(identity);
        return new Sent(server, versions, champion, more);
    }

    /** Forgets failed runs that are kept no longer. */
    Sent onlyFailed(Predicate<String> kept) {
        return new Sent(server, versions, champion, failed.stream().filter(kept).toList());
    }
}
