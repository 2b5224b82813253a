package io.mlops.task.service;

import io.mlops.task.background.BackgroundTasks;
import io.mlops.task.http.auth.AuthConfig;
import io.mlops.task.mlflow.MlflowSyncWorker;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.run.RunRecovery;
import io.mlops.task.run.WorkerPool;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Start-up and shutdown of the service. */
@Singleton
final class Lifecycle {
    private static final Logger LOG = Logger.getLogger(Lifecycle.class);

    private final Settings settings;
    private final AuthConfig auth;
    private final RunRecovery recovery;
    private final WorkerPool workers;
    private final MlflowSyncWorker mlflowSync;
    private final RunMaintenance maintenance;
    private final ModelMaintenance models;
    private final BackgroundTasks tasks;
    private final String host;

    Lifecycle(
            Settings settings,
            AuthConfig auth,
            RunRecovery recovery,
            WorkerPool workers,
            MlflowSyncWorker mlflowSync,
            RunMaintenance maintenance,
            ModelMaintenance models,
            BackgroundTasks tasks,
            @ConfigProperty(name = "quarkus.http.host") String host) {
        this.settings = settings;
        this.auth = auth;
        this.recovery = recovery;
        this.workers = workers;
        this.mlflowSync = mlflowSync;
        this.maintenance = maintenance;
        this.models = models;
        this.tasks = tasks;
        this.host = host;
    }

    /** Maintenance starts last: it must not see a run that is not recovered yet. */
    void start(@Observes StartupEvent event) throws IOException {
        for (String sentence : SettingsCheck.unknown(ConfigProvider.getConfig(), System.getenv())) {
            LOG.warn(sentence);
        }
        if (!auth.enabled() && !InetAddress.getByName(host).isLoopbackAddress()) {
            LOG.warnf(
                    "Listening on %s without authentication: anyone who can reach it may submit and delete runs. "
                            + "Set mlops.auth.enabled, or put it behind a proxy that authenticates.",
                    host);
        }
        if (!auth.enabled() && auth.usersFile().isPresent()) {
            LOG.warn("mlops.auth.users-file has no effect: mlops.auth.enabled is false");
        }
        recovery.recover();
        workers.start();
        mlflowSync.start();
        maintenance.start(tasks);
        models.start(tasks);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        tasks.close();
        mlflowSync.close();
        workers.stop(settings.shutdownTimeout());
        try {
            models.save();
        } catch (IOException | ModelException e) {
            LOG.warn("Could not save the monitoring state on shutdown", e);
        }
    }
}
