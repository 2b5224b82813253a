package io.mlops.task.mlflow;

import io.mlops.task.run.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Sends every ended run, in the order of submission, but those that made a version: {@link MlflowSync} sends these. */
public final class RunSync implements TrackingSync {
    /** Rejections in a row after which the rest waits: the next would be rejected, too. */
    private static final int MAX_REJECTIONS = 100;
    /** So that versions and champions, which are sent before runs, do not wait for a long backlog. */
    private static final int MAX_RUNS_AT_ONCE = 500;

    private static final int SAVE_INTERVAL = 50;

    private final TrackedRuns runs;
    private final TrackingNames names;
    private final StateStore<RunSyncState> store;
    private final TrackingServer server;
    private final TrackingApi tracking;
    /** Of this process: they are tried after the others. */
    private final Set<String> rejected = new HashSet<>();

    private @Nullable RunSyncState state;
    private Set<String> sent = new HashSet<>();
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
        load();
        return (int) runs.newestFirst().stream().filter(this::isWaiting).count();
    }

    @Override
    public void reconcile() throws IOException, TrackingException, InterruptedException {
        verify();
        int before = sent.size();
        try {
            sendWaiting();
        } finally {
            if (sent.size() > before) {
                forgetDeleted();
                save();
            }
        }
    }

    private void sendWaiting() throws IOException, TrackingException, InterruptedException {
        TrackingException first = null;
        int rejections = 0;
        int count = 0;
        for (Run run : waiting()) {
            String id = run.id().value();
            if (count == MAX_RUNS_AT_ONCE || rejections == MAX_REJECTIONS) {
                break;
            }
            try {
                if (runs.find(id).isPresent()) {
                    send(run);
                    sent.add(id);
                    rejected.remove(id);
                }
                rejections = 0;
                count++;
                if (count % SAVE_INTERVAL == 0) {
                    save();
                }
            } catch (TrackingException e) {
                if (e.isUnavailable() && !tracking.responds()) {
                    throw e;
                }
                first = first == null ? rejected(id, e) : first;
                rejected.add(id);
                rejections++;
            } catch (IOException | RuntimeException e) {
                first = first == null ? rejected(id, e) : first;
                rejected.add(id);
                rejections++;
            }
        }
        if (first != null) {
            throw first;
        }
    }

    private static TrackingException rejected(String run, Exception e) {
        return TrackingException.rejected("run " + run + ": " + e.getMessage(), "");
    }

    /** Resets the state, once per process, if the server has lost its data. */
    private void verify() throws IOException, TrackingException, InterruptedException {
        String experiment = load().experiment();
        if (!verified && experiment != null && !tracking.exists(experiment)) {
            sent.clear();
            save();
        }
        verified = true;
    }

    private void send(Run run) throws IOException, TrackingException, InterruptedException {
        Optional<TrackingRecord> tracked = RunRecord.of(run, runs, names);
        if (tracked.isEmpty()) {
            return;
        }
        String experiment = names.experimentOf(run.pipeline());
        TrackingApi.Logged unused = tracking.logRun(tracking.experiment(experiment), tracked.get());
        state = load().sentTo(experiment);
    }

    private boolean isWaiting(Run run) {
        return run.isEnded() && !sent.contains(run.id().value());
    }

    /** Returns the ended runs that were not sent: in the order of submission, those that were rejected last. */
    private List<Run> waiting() {
        List<Run> waiting = new ArrayList<>(
                runs.newestFirst().stream().filter(this::isWaiting).toList());
        waiting.sort(Comparator.<Run, Boolean>comparing(
                        run -> rejected.contains(run.id().value()))
                .thenComparing(Run::id));
        return waiting;
    }

    private void forgetDeleted() {
        Set<String> stored = new HashSet<>();
        runs.newestFirst().forEach(run -> stored.add(run.id().value()));
        sent.retainAll(stored);
        rejected.retainAll(stored);
    }

    private RunSyncState load() throws IOException {
        RunSyncState known = state;
        if (known == null) {
            known = store.read()
                    .filter(saved -> saved.server().equals(server.toString()))
                    .orElseGet(() -> RunSyncState.empty(server.toString()));
            state = known;
            sent = new HashSet<>(known.sent());
        }
        return known;
    }

    private void save() throws IOException {
        RunSyncState next = load().withSent(sent);
        store.write(next);
        state = next;
    }
}
