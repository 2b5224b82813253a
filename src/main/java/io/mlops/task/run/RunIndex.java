package io.mlops.task.run;

import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/** The runs in memory: by id, which is their order of submission, by idempotency key, and those with a pending callback. */
final class RunIndex {
    private final NavigableMap<RunId, Run> runs = new ConcurrentSkipListMap<>();
    private final Map<String, RunId> keys = new ConcurrentHashMap<>();
    private final Set<RunId> pendingCallbacks = new ConcurrentSkipListSet<>();

    @Nullable
    Run get(RunId id) {
        return runs.get(id);
    }

    /** Returns null if no run has the key. */
    @Nullable
    RunId byKey(String idempotencyKey) {
        return keys.get(idempotencyKey);
    }

    /** Adds a run, or replaces its previous state. */
    void put(Run run) {
        runs.put(run.id(), run);
        Callback callback = run.callback();
        if (callback == null || callback.nextAttempt() == null) {
            pendingCallbacks.remove(run.id());
        } else {
            pendingCallbacks.add(run.id());
        }
        String key = run.idempotencyKey();
        if (key != null) {
            keys.put(key, run.id());
        }
    }

    void remove(Run run) {
        runs.remove(run.id());
        pendingCallbacks.remove(run.id());
        String key = run.idempotencyKey();
        if (key != null) {
            keys.remove(key, run.id());
        }
    }

    @Nullable
    RunId newest() {
        Map.Entry<RunId, Run> last = runs.lastEntry();
        return last == null ? null : last.getKey();
    }

    /** Weakly consistent. */
    Collection<Run> newestFirst() {
        return runs.descendingMap().values();
    }

    /** Returns the runs submitted before this one. */
    Collection<Run> newestFirstBefore(RunId id) {
        return runs.headMap(id, false).descendingMap().values();
    }

    /** Runs with a pending callback, oldest first. */
    Set<RunId> withPendingCallbacks() {
        return pendingCallbacks;
    }
}
