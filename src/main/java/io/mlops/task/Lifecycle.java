package io.mlops.task;

import io.mlops.task.http.ServiceLimits;
import io.mlops.task.mlflow.Mirroring;
import io.mlops.task.model.ModelException;
import io.mlops.task.notify.Callbacks;
import io.mlops.task.run.Retention;
import io.mlops.task.run.Runs;
import io.mlops.task.run.Workers;
import io.mlops.task.store.Folders;
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

    private static final Duration TEND_EVERY = Duration.ofSeconds(1);
    private static final Duration SWEEP_EVERY = Duration.ofMinutes(1);

    private final Settings settings;
    private final ServiceLimits limits;
    private final Runs runs;
    private final Workers workers;
    private final Retention retention;
    private final Callbacks callbacks;
    private final Mirroring mirroring;
    private final ModelTending models;
    private final String host;
    private volatile boolean stopping;

    Lifecycle(
            Settings settings,
            ServiceLimits limits,
            Runs runs,
            Workers workers,
            Retention retention,
            Callbacks callbacks,
            Mirroring mirroring,
            ModelTending models,
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
        Folders.deleteContents(limits.uploadFolder());
        runs.recover();
        workers.start();
        mirroring.start();
        Thread tender = new Thread(this::tend, "run-tender");
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

    private void tend() {
        Steps steps = new Steps(LOG::log);
        long nextSweep = System.nanoTime();
        try {
            while (!stopping) {
                models.tend();
                steps.take("Telling callbacks", callbacks::deliverDue);
                steps.take("Keeping changes to runs", runs::saveUnsaved);
                if (System.nanoTime() - nextSweep >= 0) {
                    nextSweep = System.nanoTime() + SWEEP_EVERY.toNanos();
                    steps.take("Deleting old runs", retention::sweep);
                }
                Thread.sleep(TEND_EVERY.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
