package io.mlops.task.run;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All runs of this service. What it answers is on disk already; the index in memory is made anew at every start.
 * Execution is at least once, the result exactly once: a run that was interrupted runs again, an ended one never
 * changes its metrics.
 */
public final class RunService {
    private static final int LOCKS = 256;

    private final RunStore store;
    private final RunIds ids;
    private final Clock clock;
    private final RunListener listener;
    private final Provenance provenance;
    private final Limits limits;
    private final RunQueue queue;

    private final RunIndex index = new RunIndex();
    private final Set<RunId> unsaved = new ConcurrentSkipListSet<>();
    private final Map<RunId, Attempt> attempts = new ConcurrentHashMap<>();
    private final Map<RunId, CompletableFuture<Run>> waiters = new ConcurrentHashMap<>();
    private final Object[] keyLocks = locks();
    private final Object[] runLocks = locks();

    /**
     * What bounds them.
     *
     * @param queueCapacity runs that may wait
     * @param workers runs at the same time, for the time that a place in the queue takes
     * @param maxAttempts after so many interrupted attempts a run fails; the last of several runs alone
     * @param minFreeBytes with less free disk no run is accepted
     */
    public record Limits(int queueCapacity, int workers, int maxAttempts, long minFreeBytes) {}

    /** Without any run until {@link #recover}. */
    public RunService(
            RunStore store, RunIds ids, Clock clock, RunListener listener, Provenance provenance, Limits limits) {
        this.store = store;
        this.ids = ids;
        this.clock = clock;
        this.listener = listener;
        this.provenance = provenance;
        this.limits = limits;
        this.queue = new RunQueue(limits.queueCapacity(), limits.workers());
    }

    /** Reads what is kept: ended runs as they are, waiting ones in their order, interrupted ones to run again. */
    public void recover() throws IOException {
        List<Run> kept = new ArrayList<>(store.load());
        kept.sort(Comparator.comparing(Run::id));
        for (Run run : kept) {
            index.put(run);
            if (run.state() instanceof RunState.Running running) {
                recover(run, running);
            } else if (run.state() instanceof RunState.Queued) {
                restore(run);
                listener.recovered(run);
            }
        }
    }

    private void recover(Run run, RunState.Running running) {
        if (running.attempt() < limits.maxAttempts()) {
            Run again = run.with(running.requeue());
            replace(again);
            restore(again);
            listener.recovered(again);
            return;
        }
        String why = "The process ended during each of " + running.attempt() + " attempts";
        writeError(run, why);
        end(run, running.end(FinalState.FAILED, clock.instant()), null, why, List.of());
    }

    /** Perhaps a run is what ended the process each time: its last attempt takes no other run down with it. */
    private void restore(Run run) {
        int interrupted = run.state().attempt();
        queue.restore(run.id(), interrupted > 0 && interrupted + 1 == limits.maxAttempts());
    }

    /**
     * Refuses early, before anything of a submission is read.
     *
     * @param idempotencyKey one that a kept run has needs no room
     */
    public void checkCapacity(@Nullable String idempotencyKey)
            throws QueueFullException, InsufficientDiskSpaceException {
        if (idempotencyKey == null || index.byKey(idempotencyKey) == null) {
            reserve();
            queue.release();
        }
    }

    private void reserve() throws QueueFullException, InsufficientDiskSpaceException {
        long free = freeBytes();
        if (free < limits.minFreeBytes()) {
            listener.rejected("insufficient_storage");
            throw new InsufficientDiskSpaceException(free, limits.minFreeBytes());
        }
        try {
            queue.reserve();
        } catch (QueueFullException e) {
            listener.rejected("queue_full");
            throw e;
        }
    }

    /** Keeps the run on disk, then queues it. An upload that becomes no run's own is deleted. */
    public SubmitResult submit(Submission submission)
            throws QueueFullException, IdempotencyKeyReusedException, IOException {
        try {
            return submitOnce(submission);
        } finally {
            store.discard(submission.upload());
        }
    }

    private SubmitResult submitOnce(Submission submission)
            throws QueueFullException, IdempotencyKeyReusedException, IOException {
        String key = submission.idempotencyKey();
        if (key == null) {
            return accept(submission);
        }
        synchronized (lock(keyLocks, key)) {
            RunId first = index.byKey(key);
            Run known = first == null ? null : find(first);
            if (known == null) {
                return accept(submission);
            }
            if (!known.fingerprint().equals(submission.fingerprint())) {
                listener.rejected("idempotency_key_reused");
                throw new IdempotencyKeyReusedException(key, known.id());
            }
            return new SubmitResult(known, false);
        }
    }

    private SubmitResult accept(Submission submission) throws QueueFullException, IOException {
        reserve();
        boolean queued = false;
        try {
            Run run = Run.of(ids.next(), submission, RunState.Queued.first(clock.instant()));
            store.create(run, submission);
            index.put(run);
            listener.submitted(run);
            queue.add(run.id());
            queued = true;
            return new SubmitResult(run, true);
        } finally {
            if (!queued) {
                queue.release();
            }
        }
    }

    /** Waits for a run and begins it; null where the service ends. */
    public @Nullable Attempt next() throws InterruptedException {
        while (true) {
            RunId id = queue.take();
            if (id == null) {
                return null;
            }
            Attempt attempt = start(id);
            if (attempt != null) {
                return attempt;
            }
            queue.releaseWorker();
        }
    }

    private @Nullable Attempt start(RunId id) {
        synchronized (lock(runLocks, id)) {
            Run run = index.get(id);
            if (run == null || !(run.state() instanceof RunState.Queued queued)) {
                return null;
            }
            Instant now = clock.instant();
            Run started = run.with(queued.start(now)).with(provenance);
            Attempt attempt = new Attempt(this, started);
            attempts.put(id, attempt);
            replace(started);
            listener.started(started, Duration.between(queued.queuedAt(), now));
            return attempt;
        }
    }

    void complete(Attempt attempt, @Nullable ExecutionResult outcome, @Nullable StopReason stopReason) {
        RunId id = attempt.run().id();
        synchronized (lock(runLocks, id)) {
            try {
                Run run = index.get(id);
                if (run != null && run.state() instanceof RunState.Running running) {
                    complete(run, running, outcome, stopReason);
                }
            } catch (RuntimeException | Error e) {
                failIncomplete(id, e);
                throw e;
            } finally {
                // not before the end is kept: who shuts down waits until no attempt is left
                attempts.remove(id);
                queue.releaseWorker();
            }
        }
        queue.recordDuration(Duration.ofNanos(attempt.elapsedNanos()));
    }

    private void complete(
            Run run, RunState.Running running, @Nullable ExecutionResult outcome, @Nullable StopReason stopReason) {
        boolean succeeded = outcome != null && outcome.succeeded();
        if (!succeeded && stopReason == StopReason.SHUTDOWN) {
            replace(run.with(running.requeueUncounted()));
            return;
        }
        boolean cancelled = !succeeded && stopReason == StopReason.CANCELLED;
        FinalState ending = succeeded ? FinalState.SUCCEEDED : cancelled ? FinalState.CANCELLED : FinalState.FAILED;
        RunState.Ended state = running.end(ending, clock.instant());
        if (outcome == null) {
            String why = stopReason == null ? "The worker ended without an outcome" : stopReason.message();
            writeError(run, why);
            end(run, state, null, why, List.of());
        } else {
            end(run, state, outcome.metrics(), outcome.error(), outcome.warnings());
        }
    }

    /** Whatever went wrong in settling it: no run stays running without a worker. */
    private void failIncomplete(RunId id, Throwable e) {
        Run run = index.get(id);
        if (run != null && run.state() instanceof RunState.Running running) {
            replace(run.ended(
                    running.end(FinalState.FAILED, clock.instant()), null, "Unexpected error: " + e, List.of()));
        }
    }

    private void writeError(Run run, String message) {
        try {
            store.files(run.id()).writeMetrics(MetricsJson.error(MetricsJson.UNKNOWN_VERSION, message));
        } catch (IOException e) {
            listener.saveFailed(run, e);
        }
    }

    private void end(
            Run run, RunState.Ended state, @Nullable RunResult metrics, @Nullable String why, List<String> warnings) {
        Run ended = finished(run.ended(state, metrics, why, warnings), state.endedAt());
        replace(ended);
        Instant started = state.startedAt();
        listener.ended(ended, started == null ? Duration.ZERO : Duration.between(started, state.endedAt()));
        CompletableFuture<Run> waiter = waiters.remove(run.id());
        if (waiter != null) {
            waiter.completeAsync(() -> ended);
        }
    }

    private Run finished(Run ended, Instant at) {
        Run compared = ended.rerunOf() == null ? ended : ended.withIdentical(isIdentical(ended.id(), ended.rerunOf()));
        return compared.callback() == null
                ? compared
                : compared.with(compared.callback().due(at));
    }

    /** Null where that cannot be told, as where the original was deleted meanwhile. */
    private @Nullable Boolean isIdentical(RunId rerun, RunId original) {
        try {
            String a = Files.readString(store.metrics(rerun));
            String b = Files.readString(store.metrics(original));
            return MetricsJson.deterministicPart(a).equals(MetricsJson.deterministicPart(b));
        } catch (IOException e) {
            return null;
        }
    }

    /** Null where there is no such run. */
    public @Nullable Run find(RunId id) {
        Run run = index.get(id);
        if (run != null && !store.exists(id)) {
            forget(run);
            return null;
        }
        return run;
    }

    /** Null where the run is not being worked at. */
    public @Nullable Attempt attempt(RunId id) {
        return attempts.get(id);
    }

    public Collection<Attempt> attempts() {
        return attempts.values();
    }

    /** Every run, newest first, as it was at some moment of the walk. */
    public Collection<Run> newestFirst() {
        return index.newestFirst();
    }

    /** Ended runs whose callback has yet to be told, oldest first. */
    public List<Run> withPendingCallbacks() {
        List<Run> owing = new ArrayList<>();
        for (RunId id : index.withPendingCallbacks()) {
            Run run = find(id);
            if (run != null) {
                owing.add(run);
            }
        }
        return owing;
    }

    /** Runs submitted before this one, newest first. */
    public Collection<Run> newestFirstBefore(RunId id) {
        return index.newestFirstBefore(id);
    }

    /** When it is worth asking again whether a run has ended, by the run times measured lately. */
    public Duration retryAfter(Run run) {
        return run.state() instanceof RunState.Queued ? queue.timeUntilEmpty() : queue.timePerRun();
    }

    /** Completes when the run has ended; at once where it has. */
    public CompletableFuture<Run> whenEnded(Run run) {
        CompletableFuture<Run> waiter = waiters.computeIfAbsent(run.id(), id -> new CompletableFuture<>());
        Run current = index.get(run.id());
        if (current == null || current.isEnded()) {
            waiters.remove(run.id());
            waiter.complete(current == null ? run : current);
        }
        return waiter;
    }

    /** Ends a waiting run now and tells a running one to stop; answers the run, null where it has ended already. */
    public @Nullable Run cancel(RunId id) {
        while (true) {
            Attempt attempt = attempts.get(id);
            if (attempt != null && attempt.stop(StopReason.CANCELLED)) {
                return index.get(id);
            }
            synchronized (lock(runLocks, id)) {
                Run run = index.get(id);
                if (run == null || run.isEnded()) {
                    return null;
                }
                if (run.state() instanceof RunState.Queued queued) {
                    queue.remove(id);
                    writeError(run, StopReason.CANCELLED.message());
                    end(run, queued.cancel(clock.instant()), null, StopReason.CANCELLED.message(), List.of());
                    return index.get(id);
                }
            }
        }
    }

    /** Deletes an ended run; false where it has not ended, is not there, or is pinned against retention. */
    public boolean delete(RunId id, boolean byRetention) throws IOException {
        synchronized (lock(runLocks, id)) {
            Run run = index.get(id);
            if (run == null || !run.isEnded() || (byRetention && run.isPinned())) {
                return false;
            }
            store.delete(id);
            forget(run);
            listener.deleted(run, byRetention);
            return true;
        }
    }

    /** Changes what is kept of a run beside its state and result; answers it, null where it is not there. */
    public @Nullable Run update(RunId id, UnaryOperator<Run> change) throws IOException {
        synchronized (lock(runLocks, id)) {
            Run run = index.get(id);
            if (run == null) {
                return null;
            }
            Run changed = change.apply(run);
            store.save(changed);
            index.put(changed);
            return changed;
        }
    }

    /** Keeps how telling a run's callback went; where the disk does not take it, it holds until the next start. */
    public void updateCallback(RunId id, Callback next) {
        synchronized (lock(runLocks, id)) {
            Run run = index.get(id);
            if (run != null) {
                replace(run.with(next));
            }
        }
    }

    /** Tries again to keep what the disk did not take. */
    public void retryFailedSaves() {
        for (RunId id : List.copyOf(unsaved)) {
            synchronized (lock(runLocks, id)) {
                Run run = index.get(id);
                if (run != null) {
                    replace(run);
                }
            }
        }
    }

    public int queued() {
        return queue.size();
    }

    public int queueCapacity() {
        return queue.capacity();
    }

    /** What is left where runs are kept. */
    public long freeBytes() {
        return store.freeBytes();
    }

    public long minFreeBytes() {
        return limits.minFreeBytes();
    }

    public boolean isWritable() {
        return store.isWritable();
    }

    /** Whether a submit would be taken. */
    public boolean canAccept() {
        return !isClosed() && queued() < queueCapacity() && freeBytes() >= limits.minFreeBytes();
    }

    /** No worker gets another run; what is submitted from now on waits for the next start. */
    public void close() {
        queue.close();
    }

    public boolean isClosed() {
        return queue.isClosed();
    }

    void saveFailed(Run run, IOException why) {
        listener.saveFailed(run, why);
    }

    private void replace(Run run) {
        index.put(run);
        try {
            store.save(run);
            unsaved.remove(run.id());
        } catch (IOException e) {
            if (unsaved.add(run.id())) {
                listener.saveFailed(run, e);
            }
        }
    }

    private void forget(Run run) {
        index.remove(run);
        unsaved.remove(run.id());
    }

    private static Object[] locks() {
        Object[] locks = new Object[LOCKS];
        for (int i = 0; i < LOCKS; i++) {
            locks[i] = new Object();
        }
        return locks;
    }

    private static Object lock(Object[] locks, Object key) {
        return locks[Math.floorMod(key.hashCode(), LOCKS)];
    }
}
