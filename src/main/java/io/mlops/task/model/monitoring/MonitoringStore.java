package io.mlops.task.model.monitoring;

import io.mlops.task.model.data.ModelException;
import java.util.List;
import java.util.Optional;

/** Where a service keeps what it was asked, so that the next start knows it too. */
public interface MonitoringStore {

    /**
     * What is kept.
     *
     * @param version whose answers the window holds; 0 for none
     */
    record State(int version, PredictionWindow.Snapshot window, List<LiveEvaluation.Entry> predictions) {}

    /** Empty where nothing was kept, or where it cannot be read. */
    Optional<MonitoringStore.State> load();

    /** Whole or not at all. */
    void save(MonitoringStore.State kept) throws ModelException;
}
