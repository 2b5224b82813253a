package io.mlops.task.mlflow;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.registry.ModelRegistry;
import io.mlops.task.model.registry.ModelVersion;
import io.mlops.task.run.Run;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One model's registry on a tracking server: compares what is on disk with what was sent and sends the rest, in order. A
 * crash between two steps repeats the step, which finds what it had done. Not for several threads.
 */
public final class MlflowSync {
    private final ModelRegistry registry;
    private final Supplier<List<Run>> failedRuns;
    private final SyncStateStore store;
    private final TrackingServer server;
    private final TrackingApi tracking;
    private final RegistryApi models;
    private @Nullable SyncState sent;
    private boolean verified;

    /**
     * Sends nothing before {@link #reconcile}.
     *
     * @param failedRuns the trainings of this model that failed and are still kept
     */
    public MlflowSync(
            ModelRegistry registry, Supplier<List<Run>> failedRuns, SyncStateStore store, TrackingServer server) {
        this.registry = registry;
        this.failedRuns = failedRuns;
        this.store = store;
        this.server = server;
        MlflowClient requests = new MlflowClient(server);
        this.tracking = new TrackingApi(requests);
        this.models = new RegistryApi(requests);
    }

    /** Versions, a champion and failed runs that the server has not been told of. */
    public int pending() throws ModelException, IOException {
        SyncState known = state();
        List<ModelVersion> versions = registry.versions();
        int unsent = untold(versions, known).size() + pendingFailures(known).size();
        return unsent + (isAliasElsewhere(versions, known).isPresent() ? 1 : 0);
    }

    /**
     * Tells the server all that it has not been told.
     *
     * @throws TrackingException the first thing that it would not take; whatever else it takes has been sent nonetheless,
     *     unless it does not answer at all
     */
    public void reconcile() throws ModelException, IOException, TrackingException, InterruptedException {
        verify();
        List<ModelVersion> versions = registry.versions();
        ErrorCollector refusals = new ErrorCollector();
        for (ModelVersion version : untold(versions, state())) {
            refusals.skip(() -> log(version));
        }
        Optional<ModelVersion> champion = isAliasElsewhere(versions, state());
        if (champion.isPresent()) {
            refusals.skip(() -> setAlias(champion.get()));
        }
        for (Run run : pendingFailures(state())) {
            refusals.skip(() -> log(run));
        }
        refusals.throwIfAny();
    }

    /** Once in a process: a server that was set up anew has forgotten what the file says it was told. */
    private void verify() throws IOException, TrackingException, InterruptedException {
        if (!verified && !state().versions().isEmpty() && !models.has(registry.name())) {
            save(SyncState.empty(server.toString()));
        }
        verified = true;
    }

    private void log(ModelVersion version) throws ModelException, IOException, TrackingException, InterruptedException {
        TrackingRecord entry = VersionRecord.of(registry, version);
        MlflowRun run = tracking.logRun(tracking.experiment(registry.name()), entry);
        models.createIfAbsent(registry.name());
        String theirs = models.version(
                registry.name(), run, MlflowModelPackage.FOLDER, VersionRecord.tags(registry.name(), version));
        save(state().withVersion(entry.identity(), theirs));
    }

    private void setAlias(ModelVersion champion) throws IOException, TrackingException, InterruptedException {
        String identity = identity(champion);
        String theirs = state().versions().get(identity);
        if (theirs != null) {
            models.setAlias(registry.name(), theirs);
            save(state().withChampion(identity));
        }
    }

    private void log(Run run) throws IOException, TrackingException, InterruptedException {
        MlflowRun unused = tracking.logRun(tracking.experiment(registry.name()), FailedRunRecord.of(run));
        save(state().withFailed(FailedRunRecord.identity(run)));
    }

    private List<ModelVersion> untold(List<ModelVersion> versions, SyncState known) {
        return versions.stream()
                .filter(version -> !known.versions().containsKey(identity(version)))
                .toList();
    }

    private Optional<ModelVersion> isAliasElsewhere(List<ModelVersion> versions, SyncState known)
            throws ModelException {
        int serving = registry.history().champion().orElse(0);
        return versions.stream()
                .filter(version ->
                        version.number() == serving && !identity(version).equals(known.champion()))
                .findFirst();
    }

    private List<Run> pendingFailures(SyncState known) {
        List<Run> untold = new ArrayList<>(failedRuns.get());
        untold.removeIf(run -> known.failed().contains(FailedRunRecord.identity(run)));
        return untold;
    }

    private String identity(ModelVersion version) {
        return VersionRecord.identity(registry.name(), version);
    }

    private SyncState state() throws IOException {
        SyncState known = sent;
        if (known == null) {
            known = store.read(registry.name())
                    .filter(kept -> kept.server().equals(server.toString()))
                    .orElseGet(() -> SyncState.empty(server.toString()));
            sent = known;
        }
        return known;
    }

    private void save(SyncState next) throws IOException {
        Set<String> kept =
                failedRuns.get().stream().map(FailedRunRecord::identity).collect(Collectors.toSet());
        SyncState pruned = next.onlyFailed(kept::contains);
        store.write(registry.name(), pruned);
        sent = pruned;
    }
}
