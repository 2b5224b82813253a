package io.mlops.task.mlflow;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.registry.ModelRegistry;
import io.mlops.task.model.registry.ModelVersion;
import io.mlops.task.run.Run;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sends a model's versions with the runs that trained them, and its champion as an alias. */
public final class MlflowSync implements TrackingSync {
    private final ModelRegistry registry;
    private final TrackedRuns runs;
    private final TrackingNames names;
    private final StateStore<SyncState> store;
    private final TrackingServer server;
    private final TrackingApi tracking;
    private final RegistryApi models;
    private @Nullable SyncState state;
    private boolean verified;

    /** @param runs the runs that trained the versions, as far as they are still stored */
    public MlflowSync(
            ModelRegistry registry,
            TrackedRuns runs,
            TrackingNames names,
            StateStore<SyncState> store,
            TrackingServer server) {
        this.registry = registry;
        this.runs = runs;
        this.names = names;
        this.store = store;
        this.server = server;
        MlflowClient client = new MlflowClient(server);
        this.tracking = new TrackingApi(client);
        this.models = new RegistryApi(client);
    }

    /** Returns the number of versions and champions that were not sent yet. */
    @Override
    public int pending() throws ModelException, IOException {
        SyncState known = state();
        List<ModelVersion> versions = registry.versions();
        return pendingVersions(versions, known).size()
                + (pendingChampion(versions, known).isPresent() ? 1 : 0);
    }

    @Override
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
        Optional<Run> run = runs.find(version.provenance().runId());
        TrackingRecord training = VersionRecord.of(registry, version);
        List<TrackingRecord> candidates = List.of();
        if (run.isPresent()) {
            training = training.with(RunDetails.of(run.get(), runs, names, List.of()));
            candidates = CandidateRecords.of(training, runs.artifacts(run.get()));
        }
        String experiment = tracking.experiment(names.experimentOf(registry.name()));
        TrackingApi.Logged logged = tracking.logRun(experiment, training);
        for (TrackingRecord candidate : candidates) {
            TrackingApi.Logged unused = tracking.logRun(experiment, candidate.childOf(logged.run()));
        }
        models.createIfAbsent(registry.name());
        String serverVersion = models.version(registry.name(), logged, VersionRecord.tags(registry, version));
        save(state().withVersion(training.identity(), serverVersion));
    }

    private void setAlias(ModelVersion champion) throws IOException, TrackingException, InterruptedException {
        String identity = identity(champion);
        String serverVersion = state().versions().get(identity);
        if (serverVersion != null) {
            models.setAlias(registry.name(), serverVersion);
            save(state().withChampion(identity));
        }
    }

    /** A version is complete when its run has ended: then the gate has decided. */
    private List<ModelVersion> pendingVersions(List<ModelVersion> versions, SyncState known) {
        return versions.stream()
                .filter(version -> !known.versions().containsKey(identity(version)))
                .filter(version -> runs.find(version.provenance().runId())
                        .map(Run::isEnded)
                        .orElse(true))
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

    private String identity(ModelVersion version) {
        return VersionRecord.identity(registry.name(), version);
    }

    private SyncState state() throws IOException {
        SyncState known = state;
        if (known == null) {
            known = store.read()
                    .filter(saved -> saved.server().equals(server.toString()))
                    .orElseGet(() -> SyncState.empty(server.toString()));
            state = known;
        }
        return known;
    }

    private void save(SyncState next) throws IOException {
        store.write(next);
        state = next;
    }
}
