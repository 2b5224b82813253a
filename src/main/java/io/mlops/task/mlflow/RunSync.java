package io.mlops.task.mlflow;

import io.mlops.task.run.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends every ended run, in the order of submission, but those that made a version: {@link MlflowSync} sends these. */
public final class RunSync implements TrackingSync {
    /** Rejections after which the rest waits: the next would be rejected, too. */
    private static final int MAX_REJECTIONS = 100;

    private final TrackedRuns runs;
    private final TrackingNames names;
    private final StateStore<RunSyncState> store;
    private final TrackingServer server;
    private final TrackingApi tracking;
    private @Nullable RunSyncState state;
    private boolean verified;

    public RunSync(TrackedRuns runs, TrackingNames names, StateStore<RunSyncState> store, TrackingServer server) {
        this.runs = runs;
        this.names = names;
        this.store = store;
        this.server = server;
        this.tracking = new TrackingApi(new MlflowClient(server));
    }

    /** Returns the number of ended runs that were not sent yet. */
    @Override
    public int pending() throws IOException {
        return (int) waiting(state()).stream().filter(Run::isEnded).count();
    }

    @Override
    public void reconcile() throws IOException, TrackingException, InterruptedException {
        verify();
        RunSyncState before = state();
        RunSyncState next = before.retain(id -> runs.find(id).isPresent());
        TrackingException first = null;
        int rejections = 0;
        try {
            for (Run run : waiting(next)) {
                boolean sent = false;
                try {
                    next = run.isEnded() ? send(run, next) : next;
                    sent = run.isEnded();
                } catch (TrackingException e) {
                    first = first == null ? e : first;
                    rejections++;
                    if (e.isUnavailable() || rejections == MAX_REJECTIONS) {
                        throw e;
                    }
                }
                next = next.with(run.id(), sent);
            }
        } finally {
            if (!next.equals(before)) {
                save(next);
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Resets the state, once per process, if the server has lost its data. */
    private void verify() throws IOException, TrackingException, InterruptedException {
        String experiment = state().experiment();
        if (!verified && experiment != null && !tracking.exists(experiment)) {
            save(RunSyncState.empty(server.toString()));
        }
        verified = true;
    }

    private RunSyncState send(Run run, RunSyncState current)
            throws IOException, TrackingException, InterruptedException {
        Optional<TrackingRecord> tracked = RunRecord.of(run, runs, names);
        if (tracked.isEmpty()) {
            return current;
        }
        String experiment = names.experimentOf(run.pipeline());
        TrackingApi.Logged unused = tracking.logRun(tracking.experiment(experiment), tracked.get());
        return current.sentTo(experiment);
    }

    /** Returns the runs that were not sent, ended or not, oldest first. */
    private List<Run> waiting(RunSyncState known) {
        List<Run> waiting = new ArrayList<>();
        for (Run run : runs.newestFirst()) {
            if (!known.isNew(run.id())) {
                break;
            }
            waiting.add(run);
        }
        for (String id : known.unsent()) {
            runs.find(id).ifPresent(waiting::add);
        }
        waiting.sort(Comparator.comparing(Run::id));
        return waiting;
    }

    private RunSyncState state() throws IOException {
        RunSyncState known = state;
        if (known == null) {
            known = store.read()
                    .filter(saved -> saved.server().equals(server.toString()))
                    .orElseGet(() -> RunSyncState.empty(server.toString()));
            state = known;
        }
        return known;
    }

    private void save(RunSyncState next) throws IOException {
        store.write(next);
        state = next;
    }
}
