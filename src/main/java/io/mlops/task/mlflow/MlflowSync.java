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
 * One-way sync of a model's registry to a tracking server: compares what is on disk with what was sent, and sends the rest
 * in order. After a crash between two steps the step is repeated and finds what it did before. Not thread-safe.
 */
public final class MlflowSync {
    private final ModelRegistry registry;
    private final Supplier<List<Run>> failedRuns;
    private final SyncState.Store store;
    private final TrackingServer server;
    private final TrackingApi tracking;
    private final RegistryApi models;
    private @Nullable SyncState state;
    private boolean verified;

    /** @param failedRuns the model's failed training runs that are still stored */
    public MlflowSync(
            ModelRegistry registry, Supplier<List<Run>> failedRuns, SyncState.Store store, TrackingServer server) {
        this.registry = registry;
        this.failedRuns = failedRuns;
        this.store = store;
        this.server = server;
        MlflowClient client = new MlflowClient(server);
        this.tracking = new TrackingApi(client);
        this.models = new RegistryApi(client);
    }

    /** Returns the number of versions, champions and failed runs that were not sent yet. */
    public int pending() throws ModelException, IOException {
        SyncState known = state();
        List<ModelVersion> versions = registry.versions();
        int unsent =
                pendingVersions(versions, known).size() + pendingFailures(known).size();
        return unsent + (pendingChampion(versions, known).isPresent() ? 1 : 0);
    }

    /**
     * Sends everything that is pending.
     *
     * @throws TrackingException the first error; everything else was sent nonetheless, unless the server is unavailable
     */
    public void reconcile() throws ModelException, IOException, TrackingException, InterruptedException {
        verify();
        List<ModelVersion> versions = registry.versions();
        ErrorCollector errors = new ErrorCollector();
        for (ModelVersion version : pendingVersions(versions, state())) {
            errors.attempt(() -> log(version));
        }
        Optional<ModelVersion> champion = pendingChampion(versions, state());
        if (champion.isPresent()) {
            errors.attempt(() -> setAlias(champion.get()));
        }
        for (Run run : pendingFailures(state())) {
            errors.attempt(() -> log(run));
        }
        errors.throwIfAny();
    }

    /** Resets the state, once per process, if the server has lost its data. */
    private void verify() throws IOException, TrackingException, InterruptedException {
        if (!verified && !state().versions().isEmpty() && !models.exists(registry.name())) {
            save(SyncState.empty(server.toString()));
        }
        verified = true;
    }

    private void log(ModelVersion version) throws ModelException, IOException, TrackingException, InterruptedException {
        TrackingRecord versionRecord = VersionRecord.of(registry, version);
        MlflowRun run = tracking.logRun(tracking.experiment(registry.name()), versionRecord);
        models.createIfAbsent(registry.name());
        String serverVersion = models.version(
                registry.name(), run, MlflowModelPackage.ARTIFACT_PATH, VersionRecord.tags(registry.name(), version));
        save(state().withVersion(versionRecord.identity(), serverVersion));
    }

    private void setAlias(ModelVersion champion) throws IOException, TrackingException, InterruptedException {
        String identity = identity(champion);
        String serverVersion = state().versions().get(identity);
        if (serverVersion != null) {
            models.setAlias(registry.name(), serverVersion);
            save(state().withChampion(identity));
        }
    }

    private void log(Run run) throws IOException, TrackingException, InterruptedException {
        MlflowRun unused = tracking.logRun(tracking.experiment(registry.name()), FailedRunRecord.of(run));
        save(state().withFailed(FailedRunRecord.identity(run)));
    }

    private List<ModelVersion> pendingVersions(List<ModelVersion> versions, SyncState known) {
        return versions.stream()
                .filter(version -> !known.versions().containsKey(identity(version)))
                .toList();
    }

    /** Returns the champion if the server's alias refers to another version. */
    private Optional<ModelVersion> pendingChampion(List<ModelVersion> versions, SyncState known) throws ModelException {
        int champion = registry.history().champion().orElse(0);
        return versions.stream()
                .filter(version ->
                        version.number() == champion && !identity(version).equals(known.champion()))
                .findFirst();
    }

    private List<Run> pendingFailures(SyncState known) {
        List<Run> pending = new ArrayList<>(failedRuns.get());
        pending.removeIf(run -> known.failed().contains(FailedRunRecord.identity(run)));
        return pending;
    }

    private String identity(ModelVersion version) {
        return VersionRecord.identity(registry.name(), version);
    }

    private SyncState state() throws IOException {
        SyncState known = state;
        if (known == null) {
            known = store.read(registry.name())
                    .filter(saved -> saved.server().equals(server.toString()))
                    .orElseGet(() -> SyncState.empty(server.toString()));
            state = known;
        }
        return known;
    }

    private void save(SyncState next) throws IOException {
        Set<String> existing =
                failedRuns.get().stream().map(FailedRunRecord::identity).collect(Collectors.toSet());
        SyncState pruned = next.retainFailed(existing::contains);
        store.write(registry.name(), pruned);
        state = pruned;
    }
}
