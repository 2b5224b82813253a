package io.mlops.task.service;

import io.mlops.task.mlflow.SyncListener;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Mirroring in the service's log. */
final class LoggingSyncListener implements SyncListener {
    private static final Logger LOG = Logger.getLogger("io.mlops.task.mlflow");

    @Override
    public void interrupted(Exception why) {
        LOG.warnf(
                "Models are not mirrored for now; what is new waits on the disk and is tried again: %s",
                why.getMessage());
    }

    @Override
    public void resumed(Duration after) {
        LOG.infof("Models are mirrored again, all that had waited for %s too", after);
    }
}
