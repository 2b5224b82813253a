package io.mlops.task.model.monitoring;

import io.mlops.task.model.data.ModelException;
import java.util.List;
import java.util.Optional;

/** Stores a model's monitoring state across restarts. */
public interface MonitoringStore {

    /**
     * @param version the version whose predictions are in the window; 0 if there is none
     * @param waiting rows without an actual value, oldest first
     */
    record State(int version, PredictionWindow.Snapshot window, List<PredictedRow> waiting) {}

    /** Returns empty if there is no state, or if it cannot be read. */
    Optional<State> load();

    /** Saves atomically. */
    void save(State state) throws ModelException;
}
