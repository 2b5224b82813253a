package io.mlops.task.run;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Deletes ended runs, oldest first: those beyond an age, a count or a size, but never a pinned or needed one. */
public final class Retention {
    private final RunService runs;
    private final RunStore store;
    private final Clock clock;
    private final Limits limits;
    private final Predicate<Run> needed;
    private final Map<RunId, Long> sizes = new HashMap<>();

    /**
     * The bounds of what is retained; empty for no bound.
     *
     * @param bytes of all ended runs together
     */
    public record Limits(Optional<Duration> age, Optional<Integer> count, Optional<Long> bytes) {
        boolean areNone() {
            return age.isEmpty() && count.isEmpty() && bytes.isEmpty();
        }
    }

    /** @param needed whether something else needs an ended run, which is then never deleted */
    public Retention(RunService runs, RunStore store, Clock clock, Limits limits, Predicate<Run> needed) {
        this.runs = runs;
        this.store = store;
        this.clock = clock;
        this.limits = limits;
        this.needed = needed;
    }

    /**
     * Deletes what is beyond the bounds; returns the deleted runs.
     *
     * @throws IOException if a run could not be deleted; the others were
     */
    public synchronized List<RunId> sweep() throws IOException {
        if (limits.areNone()) {
            return List.of();
        }
        List<RunId> deleted = new ArrayList<>();
        Set<RunId> retained = new HashSet<>();
        long retainedBytes = 0;
        IOException failure = null;
        for (Run run : runs.newestFirst()) {
            if (run.state().endedAt() == null) {
                continue;
            }
            try {
                long bytes = bytes(run.id());
                String exceeded = needed.test(run) ? null : exceeded(run, retained.size() + 1, retainedBytes + bytes);
                if (exceeded != null && runs.delete(run.id(), exceeded)) {
                    deleted.add(run.id());
                } else {
                    retained.add(run.id());
                    retainedBytes += bytes;
                }
            } catch (IOException e) {
                failure = e;
            }
        }
        sizes.keySet().retainAll(retained);
        if (failure != null) {
            throw failure;
        }
        return deleted;
    }

    /** An ended run hardly grows, so its size is determined once. */
    private long bytes(RunId id) throws IOException {
        if (limits.bytes().isEmpty()) {
            return 0;
        }
        Long known = sizes.get(id);
        long bytes = known == null ? store.sizeInBytes(id) : known;
        sizes.put(id, bytes);
        return bytes;
    }

    /** Returns the limit that the run exceeds, as text; null if none. Count and size are by order of submission, not by time. */
    private @Nullable String exceeded(Run run, int count, long bytes) {
        Instant ended = run.state().endedAt();
        if (ended != null
                && limits.age().isPresent()
                && ended.isBefore(clock.instant().minus(limits.age().get()))) {
            return "ended at " + ended + ", more than max-age " + limits.age().get() + " ago";
        }
        if (limits.count().isPresent() && count > limits.count().get()) {
            return "max-count " + limits.count().get() + " runs were submitted later";
        }
        return limits.bytes().isPresent() && bytes > limits.bytes().get()
                ? "with the runs submitted later " + bytes + " bytes, max-size is "
                        + limits.bytes().get()
                : null;
    }
}
