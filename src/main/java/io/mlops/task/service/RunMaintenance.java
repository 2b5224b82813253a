package io.mlops.task.service;

import io.mlops.task.notify.CallbackDelivery;
import io.mlops.task.run.Retention;
import io.mlops.task.run.RunRecovery;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Singleton;
import java.io.IOException;

/** Scheduled maintenance of runs. */
@Singleton
final class RunMaintenance {
    private final RunRecovery recovery;
    private final Retention retention;
    private final CallbackDelivery callbacks;

    RunMaintenance(RunRecovery recovery, Retention retention, CallbackDelivery callbacks) {
        this.recovery = recovery;
        this.retention = retention;
        this.callbacks = callbacks;
    }

    @Scheduled(
            identity = "Callback delivery",
            every = "${mlops.callback.delivery-interval:PT1S}",
            concurrentExecution = ConcurrentExecution.SKIP)
    void deliverCallbacks() {
        callbacks.deliverDue();
    }

    @Scheduled(
            identity = "Retry of failed saves",
            every = "${mlops.save-retry-interval:PT1S}",
            concurrentExecution = ConcurrentExecution.SKIP)
    void retryFailedSaves() {
        recovery.retryFailedSaves();
    }

    @Scheduled(
            identity = "Deletion of old runs",
            every = "${mlops.retention.interval:PT1M}",
            concurrentExecution = ConcurrentExecution.SKIP)
    void deleteOldRuns() throws IOException {
        retention.sweep();
    }
}
