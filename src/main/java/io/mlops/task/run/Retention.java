package io.mlops.task.run;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which ended runs are deleted, oldest first: those beyond an age, a count or a size. A pinned run never is. */
public final class Retention {
    private final Runs runs;
    private final RunStore store;
    private final Clock clock;
    private final Limits limits;

    /**
     * How much is kept; what is empty has no bound.
     *
     * @param bytes of all ended runs together
     */
    public record Limits(Optional<Duration> age, Optional<Integer> count, Optional<Long> bytes) {}

    public Retention(Runs runs, RunStore store, Clock clock, Limits limits) {
        this.runs = runs;
        this.store = store;
        this.clock = clock;
        this.limits = limits;
    }

    /** Answers the runs that were deleted. */
    public List<RunId> sweep() throws IOException {
        List<RunId> deleted = new ArrayList<>();
        int kept = 0;
        long keptBytes = 0;
        for (Run run : runs.newestFirst()) {
            if (run.state().endedAt() == null) {
                continue;
            }
            long bytes = limits.bytes().isPresent() ? store.bytes(run.id()) : 0;
            if (!run.isPinned() && isBeyond(run, kept + 1, keptBytes + bytes)) {
                if (runs.delete(run.id(), true)) {
                    deleted.add(run.id());
                }
                continue;
            }
            kept++;
            keptBytes += bytes;
        }
        return deleted;
    }

    private boolean isBeyond(Run run, int count, long bytes) {
        Instant ended = run.state().endedAt();
        boolean old = ended != null
                && limits.age().isPresent()
                && ended.isBefore(clock.instant().minus(limits.age().get()));
        return old
                || (limits.count().isPresent() && count > limits.count().get())
                || (limits.bytes().isPresent() && bytes > limits.bytes().get());
    }
}
