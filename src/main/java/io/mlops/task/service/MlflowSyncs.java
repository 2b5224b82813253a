package io.mlops.task.service;

import io.mlops.task.execution.JobException;
import io.mlops.task.mlflow.MlflowSync;
import io.mlops.task.mlflow.RunSync;
import io.mlops.task.mlflow.RunSyncState;
import io.mlops.task.mlflow.SyncState;
import io.mlops.task.mlflow.TrackedRuns;
import io.mlops.task.mlflow.TrackingNames;
import io.mlops.task.mlflow.TrackingServer;
import io.mlops.task.mlflow.TrackingSync;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.registry.ChampionService;
import io.mlops.task.model.registry.ModelRegistries;
import io.mlops.task.pipeline.HousingPipeline;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunId;
import io.mlops.task.run.RunService;
import io.mlops.task.run.RunStore;
import io.mlops.task.run.StoredFile;
import io.mlops.task.store.FileSyncStateStore;
import io.mlops.task.submission.PipelineRegistry;
import io.mlops.task.submission.SubmissionException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jboss.logging.Logger;

/** One sync for the runs and one for each model; none if no tracking server is configured. */
final class MlflowSyncs implements Callable<List<TrackingSync>> {
    private static final Logger LOG = Logger.getLogger(MlflowSyncs.class);
    /** No model has a name with a dot. */
    private static final String RUNS = "runs.sync.json";

    private final Path states;
    private final Optional<TrackingServer> server;
    private final TrackingNames names;
    private final ModelRegistries registries;
    private final TrackedRuns runs;
    private final List<TrackingSync> syncs = new ArrayList<>();
    private final Map<String, TrackingSync> ofModels = new TreeMap<>();

    private MlflowSyncs(
            Settings settings, Optional<TrackingServer> server, ModelRegistries registries, TrackedRuns runs) {
        this.states = settings.data().resolve("mlflow");
        this.server = server;
        this.names = new TrackingNames(
                settings.mlflow().experimentName(), settings.mlflow().runName());
        this.registries = registries;
        this.runs = runs;
        server.ifPresent(to -> syncs.add(
                new RunSync(runs, names, new FileSyncStateStore<>(states.resolve(RUNS), RunSyncState.class), to)));
    }

    static MlflowSyncs of(
            Settings settings,
            ModelRegistries registries,
            RunService runs,
            RunStore store,
            PipelineRegistry pipelines) {
        return new MlflowSyncs(settings, server(settings.mlflow()), registries, new StoredRuns(runs, store, pipelines));
    }

    @Override
    public List<TrackingSync> call() throws ModelException {
        if (server.isPresent()) {
            for (String name : registries.names()) {
                Optional<ChampionService> champions = registries.championService(name);
                if (champions.isPresent() && !ofModels.containsKey(name)) {
                    TrackingSync sync = new MlflowSync(
                            champions.get().registry(),
                            runs,
                            names,
                            new FileSyncStateStore<>(states.resolve(name + ".json"), SyncState.class),
                            server.get());
                    ofModels.put(name, sync);
                    syncs.add(0, sync);
                }
            }
        }
        return List.copyOf(syncs);
    }

    private static Optional<TrackingServer> server(Settings.Mlflow settings) {
        try {
            return settings.trackingUri()
                    .map(uri -> TrackingServer.of(
                            uri, settings.trackingToken(), settings.trackingUsername(), settings.trackingPassword()));
        } catch (IllegalArgumentException e) {
            LOG.warnf("MLflow sync disabled: %s", e.getMessage());
            return Optional.empty();
        }
    }

    /** The runs of the service. */
    private record StoredRuns(RunService runs, RunStore store, PipelineRegistry pipelines) implements TrackedRuns {
        @Override
        public Collection<Run> newestFirst() {
            return runs.newestFirst();
        }

        @Override
        public Optional<Run> find(String id) {
            return RunId.isValid(id) ? Optional.ofNullable(runs.find(new RunId(id))) : Optional.empty();
        }

        @Override
        public boolean trains(Run run) {
            return run.pipeline().equals(HousingPipeline.MODEL);
        }

        @Override
        public Map<String, String> config(Run run) {
            try {
                String config = store.config(run.id()).readString();
                return pipelines.get(run.pipeline()).schema().effective(config, "config");
            } catch (IOException | JobException | SubmissionException e) {
                return Map.of();
            }
        }

        @Override
        public StoredFile metrics(Run run) {
            return store.metrics(run.id());
        }

        @Override
        public List<StoredFile> files(Run run) {
            return List.of(store.log(run.id()), store.config(run.id()));
        }

        @Override
        public List<StoredFile> artifacts(Run run) throws IOException {
            return store.artifacts(run.id());
        }
    }
}
