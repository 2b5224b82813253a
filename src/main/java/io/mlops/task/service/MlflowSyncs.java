package io.mlops.task.service;

import io.mlops.task.mlflow.MlflowSync;
import io.mlops.task.mlflow.TrackingServer;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.registry.ChampionService;
import io.mlops.task.model.registry.ModelRegistries;
import io.mlops.task.model.registry.ModelRegistry;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunService;
import io.mlops.task.run.RunState;
import io.mlops.task.store.FileModelRegistry;
import io.mlops.task.store.FileSyncStateStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jboss.logging.Logger;

/** One sync per model; none if no tracking server is configured. */
final class MlflowSyncs implements Callable<List<MlflowSync>> {
    private static final Logger LOG = Logger.getLogger(MlflowSyncs.class);

    private final Path data;
    private final Optional<TrackingServer> server;
    private final ModelRegistries models;
    private final RunService runs;
    private final Map<String, MlflowSync> syncs = new TreeMap<>();

    private MlflowSyncs(Path data, Optional<TrackingServer> server, ModelRegistries models, RunService runs) {
        this.data = data;
        this.server = server;
        this.models = models;
        this.runs = runs;
    }

    static MlflowSyncs of(Settings settings, ModelRegistries models, RunService runs) {
        return new MlflowSyncs(settings.data(), server(settings.mlflow()), models, runs);
    }

    @Override
    public List<MlflowSync> call() throws ModelException {
        if (server.isPresent()) {
            for (String name : FileModelRegistry.names(data.resolve("models"))) {
                Optional<ChampionService> champions = models.championService(name);
                if (champions.isPresent() && !syncs.containsKey(name)) {
                    FileSyncStateStore state = new FileSyncStateStore(data.resolve("mlflow"));
                    ModelRegistry registry = champions.get().registry();
                    syncs.put(name, new MlflowSync(registry, () -> failed(name), state, server.get()));
                }
            }
        }
        return new ArrayList<>(syncs.values());
    }

    /** Returns the failed runs of a pipeline, which has the name of the model that it trains. */
    private List<Run> failed(String pipeline) {
        return runs.newestFirst().stream()
                .filter(run -> run.pipeline().equals(pipeline)
                        && run.state().label().equals(RunState.FinalState.FAILED.label()))
                .toList();
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
}
