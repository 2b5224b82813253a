package io.mlops.task;

import io.mlops.task.mlflow.Mirror;
import io.mlops.task.mlflow.TrackingServer;
import io.mlops.task.model.Championship;
import io.mlops.task.model.ModelException;
import io.mlops.task.model.ModelHome;
import io.mlops.task.model.ModelRegistry;
import io.mlops.task.run.Run;
import io.mlops.task.run.Runs;
import io.mlops.task.store.MirrorFiles;
import io.mlops.task.store.ModelFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jboss.logging.Logger;

/** A mirror of each model that there is; none where no tracking server is set. */
final class Mirrors implements Callable<List<Mirror>> {
    private static final Logger LOG = Logger.getLogger(Mirrors.class);

    private final Path data;
    private final Optional<TrackingServer> server;
    private final ModelHome models;
    private final Runs runs;
    private final Map<String, Mirror> mirrors = new TreeMap<>();

    private Mirrors(Path data, Optional<TrackingServer> server, ModelHome models, Runs runs) {
        this.data = data;
        this.server = server;
        this.models = models;
        this.runs = runs;
    }

    static Mirrors of(Settings settings, ModelHome models, Runs runs) {
        return new Mirrors(settings.data(), server(settings.mlflow()), models, runs);
    }

    @Override
    public List<Mirror> call() throws ModelException {
        if (server.isPresent()) {
            for (String name : ModelFiles.names(data.resolve("models"))) {
                Optional<Championship> championship = models.championship(name);
                if (championship.isPresent() && !mirrors.containsKey(name)) {
                    MirrorFiles sent = new MirrorFiles(data.resolve("mlflow"));
                    ModelRegistry registry = championship.get().registry();
                    mirrors.put(name, new Mirror(registry, () -> failed(name), sent, server.get()));
                }
            }
        }
        return new ArrayList<>(mirrors.values());
    }

    /** A pipeline trains the model of its name. */
    private List<Run> failed(String pipeline) {
        return runs.newestFirst().stream()
                .filter(run ->
                        run.pipeline().equals(pipeline) && run.state().word().equals("failed"))
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
