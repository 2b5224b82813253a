package io.mlops.task.retraining;

import io.mlops.task.run.Run;

/** Is notified of retrainings. */
public interface RetrainingListener {

    void started(RetrainingService.Trigger trigger, Run run);

    /** A trigger fired, but the training could not be submitted. */
    void startFailed(RetrainingService.Trigger trigger, Exception reason);
}
