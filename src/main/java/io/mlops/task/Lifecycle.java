package io.mlops.task;

import io.mlops.task.notify.Callbacks;
import io.mlops.task.run.Retention;
import io.mlops.task.run.Runs;
import io.mlops.task.run.Workers;
import io.mlops.task.store.Folders;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The service's own life: what it takes up at the start, what it does from time to time, how it ends. */
@Singleton
final class Lifecycle {
    private static final Logger LOG = Logger.getLogger(Lifecycle.class);

    private final Settings settings;
    private final Runs runs;
    private final Workers workers;
    private final Retention retention;
    private final Callbacks callbacks;
    private final String host;

    Lifecycle(
            Settings settings,
            Runs runs,
            Workers workers,
            Retention retention,
            Callbacks callbacks,
            @ConfigProperty(name = "quarkus.http.host") String host) {
        this.settings = settings;
        this.runs = runs;
        this.workers = workers;
        this.retention = retention;
        this.callbacks = callbacks;
        this.host = host;
    }

    void start(@Observes StartupEvent event) throws IOException {
        if (!settings.auth().enabled() && !InetAddress.getByName(host).isLoopbackAddress()) {
            LOG.warnf(
                    "Listening on %s without authentication: anybody who reaches it may submit and delete runs. "
                            + "Set mlops.auth.enabled, or keep it behind something that asks.",
                    host);
        }
        Folders.deleteContents(settings.data().resolve("uploads"));
        runs.recover();
        workers.start();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        workers.stop(settings.shutdownGrace());
    }

    @Scheduled(every = "60s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void deleteOldRuns() throws IOException {
        retention.sweep();
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void deliverCallbacks() throws InterruptedException {
        callbacks.deliverDue();
    }
}
