package io.mlops.task.mlflow;

import java.time.Duration;

/** Hears how mirroring goes; of an outage only its begin and its end, however long it lasts. */
public interface SyncListener {
    SyncListener NONE = new SyncListener() {};

    default void interrupted(Exception why) {}

    default void resumed(Duration after) {}
}
