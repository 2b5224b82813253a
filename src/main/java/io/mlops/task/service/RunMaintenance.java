package io.mlops.task.service;

import io.mlops.task.background.BackgroundTasks;
import io.mlops.task.notify.CallbackDelivery;
import io.mlops.task.run.Retention;
import io.mlops.task.run.RunRecovery;
import jakarta.inject.Singleton;

/** Periodic maintenance of runs. */
@Singleton
final class RunMaintenance {
    private final RunRecovery recovery;
    private final Retention retention;
    private final CallbackDelivery callbacks;
    private final Settings settings;

    RunMaintenance(RunRecovery recovery, Retention retention, CallbackDelivery callbacks, Settings settings) {
        this.recovery = recovery;
        this.retention = retention;
        this.callbacks = callbacks;
        this.settings = settings;
    }

    void start(BackgroundTasks tasks) {
        settings.callback().deliveryInterval().repeat(tasks, "Callback delivery", callbacks::deliverDue);
        settings.saveRetryInterval().repeat(tasks, "Retry of failed saves", recovery::retryFailedSaves);
        settings.retention().interval().repeat(tasks, "Deletion of old runs", retention::sweep);
    }
}
