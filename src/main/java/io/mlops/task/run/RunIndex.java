package io.mlops.task.run;

import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/** What is in memory of all runs: by id, which is the order of their submits, by key, and whose callback is owed. */
final class RunIndex {
    private final NavigableMap<RunId, Run> runs = new ConcurrentSkipListMap<>();
    private final Map<String, RunId> keys = new ConcurrentHashMap<>();
    private final Set<RunId> owed = new ConcurrentSkipListSet<>();

    @Nullable
    Run get(RunId id) {
        return runs.get(id);
    }

    /** Null where no run has the key. */
    @Nullable
    RunId byKey(String idempotencyKey) {
        return keys.get(idempotencyKey);
    }

    /** Adds a run, or takes the place of what it was. */
    void put(Run run) {
        runs.put(run.id(), run);
        Callback callback = run.callback();
        if (callback == null || callback.nextAttempt() == null) {
            owed.remove(run.id());
        } else {
            owed.add(run.id());
        }
        String key = run.idempotencyKey();
        if (key != null) {
            keys.put(key, run.id());
        }
    }

    void remove(Run run) {
        runs.remove(run.id());
        owed.remove(run.id());
        String key = run.idempotencyKey();
        if (key != null) {
            keys.remove(key, run.id());
        }
    }

    /** As it is at some moment of the walk. */
    Collection<Run> newestFirst() {
        return runs.descendingMap().values();
    }

    /** Those submitted before this one. */
    Collection<Run> newestFirstBefore(RunId id) {
        return runs.headMap(id, false).descendingMap().values();
    }

    /** Runs with a pending callback, oldest first. */
    Set<RunId> withPendingCallbacks() {
        return owed;
    }
}
