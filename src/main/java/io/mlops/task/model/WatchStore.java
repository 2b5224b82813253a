package io.mlops.task.model;

import java.util.List;
import java.util.Optional;

/** Where a service keeps what it was asked, so that the next start knows it too. */
public interface WatchStore {

    /**
     * What is kept.
     *
     * @param version whose answers the window holds; 0 for none
     */
    record Kept(int version, RecentRows.Snapshot window, List<LiveScores.Entry> predictions) {}

    /** Empty where nothing was kept, or where it cannot be read. */
    Optional<Kept> load();

    /** Whole or not at all. */
    void save(Kept kept) throws ModelException;
}
