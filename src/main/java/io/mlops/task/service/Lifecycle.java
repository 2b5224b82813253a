package io.mlops.task.service;

import io.mlops.task.http.runs.ApiConfig;
import io.mlops.task.mlflow.MlflowSyncWorker;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.notify.CallbackDelivery;
import io.mlops.task.run.Retention;
import io.mlops.task.run.RunService;
import io.mlops.task.run.WorkerPool;
import io.mlops.task.store.Directories;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The service's own life: what it takes up at the start, what it does from time to time, how it ends. */
@Singleton
final class Lifecycle {
    private static final Logger LOG = Logger.getLogger(Lifecycle.class);

    private static final Duration MAINTENANCE_INTERVAL = Duration.ofSeconds(1);
    private static final Duration RETENTION_INTERVAL = Duration.ofMinutes(1);

    private final Settings settings;
    private final ApiConfig limits;
    private final RunService runs;
    private final WorkerPool workers;
    private final Retention retention;
    private final CallbackDelivery callbacks;
    private final MlflowSyncWorker mirroring;
    private final ModelMaintenance models;
    private final String host;
    private volatile boolean stopping;

    Lifecycle(
            Settings settings,
            ApiConfig limits,
            RunService runs,
            WorkerPool workers,
            Retention retention,
            CallbackDelivery callbacks,
            MlflowSyncWorker mirroring,
            ModelMaintenance models,
            @ConfigProperty(name = "quarkus.http.host") String host) {
        this.settings = settings;
        this.limits = limits;
        this.runs = runs;
        this.workers = workers;
        this.retention = retention;
        this.callbacks = callbacks;
        this.mirroring = mirroring;
        this.models = models;
        this.host = host;
    }

    void start(@Observes StartupEvent event) throws IOException {
        if (!settings.auth().enabled() && !InetAddress.getByName(host).isLoopbackAddress()) {
            LOG.warnf(
                    "Listening on %s without authentication: anybody who reaches it may submit and delete runs. "
                            + "Set mlops.auth.enabled, or keep it behind something that asks.",
                    host);
        }
        Directories.deleteContents(limits.uploadFolder());
        runs.recover();
        workers.start();
        mirroring.start();
        Thread tender = new Thread(this::runMaintenance, "run-tender");
        tender.setDaemon(true);
        tender.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        mirroring.close();
        workers.stop(settings.shutdownGrace());
        try {
            models.save();
        } catch (IOException | ModelException e) {
            LOG.warn("What models were asked last could not be kept", e);
        }
    }

    private void runMaintenance() {
        PeriodicTasks steps = new PeriodicTasks(LOG::log);
        long nextSweep = System.nanoTime();
        try {
            while (!stopping) {
                models.run();
                steps.run("Telling callbacks", callbacks::deliverDue);
                steps.run("Keeping changes to runs", runs::retryFailedSaves);
                if (System.nanoTime() - nextSweep >= 0) {
                    nextSweep = System.nanoTime() + RETENTION_INTERVAL.toNanos();
                    steps.run("Deleting old runs", retention::sweep);
                }
                Thread.sleep(MAINTENANCE_INTERVAL.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
