package io.mlops.task.run;

import io.mlops.task.execution.Execution;
import io.mlops.task.execution.MetricsJson;
import io.mlops.task.execution.RunResult;
import io.mlops.task.finding.Finding;
import io.mlops.task.run.Attempt.StopReason;
import io.mlops.task.run.RunState.FinalState;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * All runs of this service and their state changes. What it returns is stored already; the index in memory is rebuilt at
 * every start. Execution is at least once, the result exactly once: an interrupted run runs again, an ended one never
 * changes its metrics.
 */
public final class RunService {
    private static final System.Logger LOGGER = System.getLogger(RunService.class.getName());

    private final RunStore store;
    private final Clock clock;
    private final RunListener listener;
    private final Provenance provenance;
    private final RunQueue queue;

    private final RunIndex index = new RunIndex();
    private final Set<RunId> unsaved = new ConcurrentSkipListSet<>();
    private final Map<RunId, Attempt> attempts = new ConcurrentHashMap<>();
    private final Map<RunId, CompletableFuture<Run>> waiters = new ConcurrentHashMap<>();
    private final StripedLocks runLocks = new StripedLocks();

    /**
     * Bounds of the queue.
     *
     * @param queueCapacity runs that may wait
     * @param workers runs at the same time, to estimate how long a run waits
     */
    public record Limits(int queueCapacity, int workers) {}

    /** A way to store the state of a run. */
    @FunctionalInterface
    private interface Save {
        void save(Run run) throws IOException;
    }

    /** Has no runs until {@link RunRecovery#recover}. */
    public RunService(RunStore store, Clock clock, RunListener listener, Provenance provenance, Limits limits) {
        this.store = store;
        this.clock = clock;
        this.listener = listener;
        this.provenance = provenance;
        this.queue = new RunQueue(limits.queueCapacity(), limits.workers());
    }

    /** Waits for a run and starts it; null once the service is closed. */
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
        }
    }

    private @Nullable Attempt start(RunId id) {
        synchronized (runLocks.of(id)) {
            Run run = index.get(id);
            if (run == null || !(run.state() instanceof RunState.Queued queued)) {
                queue.releaseWorker();
                return null;
            }
            Attempt attempt = null;
            try {
                Instant now = clock.instant();
                Run started = run.withState(queued.start(now)).withProvenance(provenance);
                attempt = new Attempt(started, this::complete);
                attempts.put(id, attempt);
                save(started, store::saveStart);
                listener.started(started, Duration.between(queued.queuedAt(), now));
                return attempt;
            } catch (RuntimeException | Error e) {
                requeue(run, attempt);
                throw e;
            }
        }
    }

    private void requeue(Run run, @Nullable Attempt attempt) {
        try {
            index.put(run);
            queue.putBack(run.id());
            attempts.remove(run.id());
        } catch (RuntimeException | Error e) {
            if (attempt != null) {
                attempt.close();
            }
            throw e;
        }
    }

    private void complete(Attempt attempt, Execution.@Nullable Result result, @Nullable StopReason stopReason) {
        RunId id = attempt.run().id();
        synchronized (runLocks.of(id)) {
            Run run = index.get(id);
            if (attempts.get(id) != attempt) {
                return;
            }
            if (run != null && run.state() instanceof RunState.Running running) {
                completeOrFail(attempt, run, running, result);
            }
            // not before the end is known: shutdown waits until no attempt is left
            attempts.remove(id);
            queue.releaseWorker();
        }
        queue.recordDuration(Duration.ofNanos(attempt.elapsedNanos()));
    }

    /** Completes a run, or fails it if completing it throws: no run stays running without a worker. */
    private void completeOrFail(Attempt attempt, Run run, RunState.Running running, Execution.@Nullable Result result) {
        try {
            complete(attempt, run, running, result);
        } catch (RuntimeException | Error e) {
            LOGGER.log(System.Logger.Level.ERROR, "Run " + run.id() + " could not be completed", e);
            Run current = index.get(run.id());
            if (current != null && current.state() instanceof RunState.Running) {
                Instant now = clock.instant();
                RunState.Ended failed = running.end(FinalState.FAILED, now);
                save(withCallbackDue(run.ended(failed, null, "Unexpected error: " + e, List.of(), Map.of()), now));
            }
            release(run.id());
        }
    }

    private void complete(Attempt attempt, Run run, RunState.Running running, Execution.@Nullable Result result) {
        StopReason stopReason = attempt.stopReason();
        boolean succeeded = result != null && result.succeeded();
        if (!succeeded && stopReason == StopReason.SHUTDOWN) {
            save(run.withState(running.requeueUncounted()));
            return;
        }
        boolean cancelled = !succeeded && stopReason == StopReason.CANCELLED;
        FinalState finalState = succeeded ? FinalState.SUCCEEDED : cancelled ? FinalState.CANCELLED : FinalState.FAILED;
        RunState.Ended state = running.end(finalState, clock.instant());
        Run stopped = cancelled ? run.cancelledBy(attempt.cancelledBy()) : run;
        if (result == null) {
            endWithoutResult(
                    stopped, state, stopReason == null ? "The worker ended without a result" : stopReason.message());
        } else {
            end(stopped, state, result.metrics(), result.error(), result.findings(), result.layout());
        }
    }

    /** Fails a run that no worker has. */
    void fail(Run run, RunState.Running running, String error) {
        endWithoutResult(run, running.end(FinalState.FAILED, clock.instant()), error);
    }

    private void endWithoutResult(Run run, RunState.Ended state, String error) {
        try {
            store.files(run).writeMetrics(MetricsJson.error(MetricsJson.UNKNOWN_VERSION, error));
        } catch (IOException e) {
            listener.saveFailed(run, e);
        }
        end(run, state, null, error, List.of(), Map.of());
    }

    private void end(
            Run run,
            RunState.Ended state,
            @Nullable RunResult metrics,
            @Nullable String error,
            List<Finding> findings,
            Map<String, String> layout) {
        Run ended = finished(run.ended(state, metrics, error, findings, layout), state.endedAt());
        save(ended);
        Instant started = state.startedAt();
        listener.ended(ended, started == null ? Duration.ZERO : Duration.between(started, state.endedAt()));
        release(run.id());
    }

    /** Completes the future of the callers that wait for the run. */
    private void release(RunId id) {
        CompletableFuture<Run> waiter = waiters.remove(id);
        Run ended = index.get(id);
        if (waiter != null && ended != null) {
            waiter.completeAsync(() -> ended);
        }
    }

    private Run finished(Run ended, Instant at) {
        Run compared = ended.rerunOf() == null ? ended : ended.withIdentical(isIdentical(ended.id(), ended.rerunOf()));
        return withCallbackDue(compared, at);
    }

    private static Run withCallbackDue(Run ended, Instant at) {
        return ended.callback() == null
                ? ended
                : ended.withCallback(ended.callback().due(at));
    }

    /** Null if unknown, as when the original was deleted meanwhile. */
    private @Nullable Boolean isIdentical(RunId rerun, RunId original) {
        try {
            String actual = store.metrics(rerun).readString();
            String expected = store.metrics(original).readString();
            return MetricsJson.deterministicPart(actual).equals(MetricsJson.deterministicPart(expected));
        } catch (IOException e) {
            return null;
        }
    }

    /** Null if there is no such run. */
    public @Nullable Run find(RunId id) {
        Run run = index.get(id);
        if (run != null && !store.exists(id)) {
            forget(run);
            return null;
        }
        return run;
    }

    /** Null if no worker has the run. */
    public @Nullable Attempt attempt(RunId id) {
        return attempts.get(id);
    }

    public Collection<Attempt> attempts() {
        return attempts.values();
    }

    /** Every run, newest first; weakly consistent. */
    public Collection<Run> newestFirst() {
        return index.newestFirst();
    }

    /** Ended runs whose callback has not been delivered, oldest first. */
    public List<Run> withPendingCallbacks() {
        List<Run> pending = new ArrayList<>();
        for (RunId id : index.withPendingCallbacks()) {
            Run run = find(id);
            if (run != null) {
                pending.add(run);
            }
        }
        return pending;
    }

    /** Null if there are no runs. */
    @Nullable
    RunId newest() {
        return index.newest();
    }

    /** Runs submitted before this one, newest first. */
    public Collection<Run> newestFirstBefore(RunId id) {
        return index.newestFirstBefore(id);
    }

    /** When to check again whether a run has ended, estimated from recent run times. */
    public Duration retryAfter(Run run) {
        return run.state() instanceof RunState.Queued ? queue.timeUntilEmpty() : queue.timePerRun();
    }

    /** Completes when the run has ended; immediately if it already has. */
    public CompletableFuture<Run> whenEnded(Run run) {
        CompletableFuture<Run> waiter = waiters.computeIfAbsent(run.id(), id -> new CompletableFuture<>());
        Run current = index.get(run.id());
        if (current == null || current.isEnded()) {
            waiters.remove(run.id());
            waiter.complete(current == null ? run : current);
        }
        return waiter;
    }

    /**
     * Ends a queued run immediately and asks a running one to stop; returns the run, null if it has already ended.
     *
     * @param actor see {@link Run.Actors}
     */
    public @Nullable Run cancel(RunId id, @Nullable String actor) {
        while (true) {
            Attempt attempt = attempts.get(id);
            if (attempt != null && attempt.cancel(actor)) {
                return index.get(id);
            }
            synchronized (runLocks.of(id)) {
                Run run = index.get(id);
                if (run == null || run.isEnded()) {
                    return null;
                }
                if (run.state() instanceof RunState.Queued queued) {
                    endWithoutResult(
                            run.cancelledBy(actor), queued.cancel(clock.instant()), StopReason.CANCELLED.message());
                    queue.remove(id);
                    return index.get(id);
                }
            }
        }
    }

    /**
     * Deletes an ended run; returns false if it has not ended, does not exist, or is pinned against retention.
     *
     * @param retention why retention deletes it; null if a caller does
     */
    public boolean delete(RunId id, @Nullable String retention) throws IOException {
        synchronized (runLocks.of(id)) {
            Run run = index.get(id);
            if (run == null || !run.isEnded() || (retention != null && run.isPinned())) {
                return false;
            }
            store.delete(id);
            forget(run);
            listener.deleted(run, retention);
            return true;
        }
    }

    /** Changes what is stored of a run other than its state and result; returns the run, null if there is none. */
    public @Nullable Run update(RunId id, UnaryOperator<Run> change) throws IOException {
        synchronized (runLocks.of(id)) {
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

    /** Saves the delivery state of a callback; if that fails, it is lost at the next restart. */
    public void updateCallback(RunId id, Callback callback) {
        synchronized (runLocks.of(id)) {
            Run run = index.get(id);
            if (run != null) {
                save(run.withCallback(callback));
            }
        }
    }

    /** Runs whose last change could not be saved. */
    List<RunId> unsaved() {
        return List.copyOf(unsaved);
    }

    void saveAgain(RunId id) {
        synchronized (runLocks.of(id)) {
            Run run = index.get(id);
            if (run != null && unsaved.contains(id)) {
                save(run);
            }
        }
    }

    public int queued() {
        return queue.size();
    }

    public int queueCapacity() {
        return queue.capacity();
    }

    /** Storage left for runs. */
    public long freeBytes() {
        return store.freeBytes();
    }

    /** Whether the store can be written to now. */
    public boolean isWritable() {
        return store.isWritable();
    }

    /** Starts no further run; what is submitted from now on stays queued until the next start. */
    public void close() {
        queue.close();
    }

    public boolean isClosed() {
        return queue.isClosed();
    }

    void saveFailed(Run run, IOException e) {
        listener.saveFailed(run, e);
    }

    RunQueue queue() {
        return queue;
    }

    /** Adds a run that is stored. */
    void add(Run run) {
        index.put(run);
    }

    /** Null if no run has the key. */
    @Nullable
    RunId idByKey(String idempotencyKey) {
        return index.byKey(idempotencyKey);
    }

    /** The index is updated in any case; what the store cannot save, {@link RunRecovery#retryFailedSaves} saves. */
    void save(Run run) {
        save(run, store::save);
    }

    private void save(Run run, Save save) {
        boolean first = unsaved.add(run.id());
        try {
            save.save(run);
            unsaved.remove(run.id());
        } catch (IOException e) {
            if (first) {
                listener.saveFailed(run, e);
            }
        } finally {
            // not before it is stored, or known that it is not: what is shown survives a crash
            index.put(run);
        }
    }

    private void forget(Run run) {
        index.remove(run);
        unsaved.remove(run.id());
    }
}
