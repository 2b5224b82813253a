package io.mlops.task.service;

import io.mlops.task.mlflow.MlflowSync;
import io.mlops.task.mlflow.TrackingServer;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.registry.ChampionService;
import io.mlops.task.model.registry.ModelRegistries;
import io.mlops.task.model.registry.ModelRegistry;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunService;
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

/** A mirror of each model that there is; none where no tracking server is set. */
final class MlflowSyncs implements Callable<List<MlflowSync>> {
    private static final Logger LOG = Logger.getLogger(MlflowSyncs.class);

    private final Path data;
    private final Optional<TrackingServer> server;
    private final ModelRegistries models;
    private final RunService runs;
    private final Map<String, MlflowSync> mirrors = new TreeMap<>();

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
                Optional<ChampionService> championship = models.championship(name);
                if (championship.isPresent() && !mirrors.containsKey(name)) {
                    FileSyncStateStore sent = new FileSyncStateStore(data.resolve("mlflow"));
                    ModelRegistry registry = championship.get().registry();
                    mirrors.put(name, new MlflowSync(registry, () -> failed(name), sent, server.get()));
                }
            }
        }
        return new ArrayList<>(mirrors.values());
    }

    /** A pipeline trains the model of its name. */
    private List<Run> failed(String pipeline) {
        return runs.newestFirst().stream()
                .filter(run ->
                        run.pipeline().equals(pipeline) && run.state().label().equals("failed"))
                .toList();
    }

    private static Optional<TrackingServer> server(Settings.Mlflow settings) {
        try {
            return settings.trackingUri()
                    .map(uri -> TrackingServer.of(
                            uri, settings.trackingToken(), settings.trackingUsername(), settings.trackingPassword()));
        } catch (IllegalArgumentException e) {
            LOG.warnf("Models are not mirrored: %s", e.getMessage());
            return Optional.empty();
        }
    }
}
