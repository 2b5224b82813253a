package io.mlops.task.mlflow;

import io.mlops.task.background.BackgroundTask;
import io.mlops.task.background.BackgroundTasks;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Synchronizes periodically in the background, with exponential backoff; logs only the start and end of an outage. */
public final class MlflowSyncWorker implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger(MlflowSyncWorker.class.getName());
    private static final Duration MAX_DELAY = Duration.ofMinutes(1);

    private final Callable<? extends List<? extends TrackingSync>> syncs;
    private final Duration interval;
    private final Clock clock;
    private final BackgroundTasks tasks;
    private final AtomicInteger pendingCount = new AtomicInteger();
    private volatile Instant lastSuccess = Instant.EPOCH;
    private @Nullable Instant failingSince;
    private String reason = "";
    private @Nullable BackgroundTask task;
    private Duration delay;

    /** @param syncs called before each synchronization, because models may be added */
    public MlflowSyncWorker(
            Callable<? extends List<? extends TrackingSync>> syncs,
            Duration interval,
            Clock clock,
            BackgroundTasks tasks) {
        this.syncs = syncs;
        this.interval = interval;
        this.clock = clock;
        this.tasks = tasks;
        this.delay = interval;
    }

    public void start() {
        task = tasks.start("MLflow sync", this::sync);
    }

    /** Returns the number of runs, versions and champions that are not on the server yet. */
    public int pendingCount() {
        return pendingCount.get();
    }

    /** Returns when the server last had everything; 1970 if never. */
    public Instant lastSuccess() {
        return lastSuccess;
    }

    @Override
    public void close() {
        if (task != null) {
            task.interrupt();
        }
    }

    private Duration sync() throws InterruptedException {
        delay = syncOnce() ? interval : min(delay.multipliedBy(2), MAX_DELAY);
        return delay;
    }

    /** Returns whether the server has everything. */
    private boolean syncOnce() throws InterruptedException {
        try {
            List<? extends TrackingSync> all = syncs.call();
            countPending(all);
            ErrorCollector errors = new ErrorCollector();
            TrackingException unavailable = null;
            for (TrackingSync sync : all) {
                try {
                    errors.attempt(sync::reconcile);
                } catch (TrackingException e) {
                    // a large file of one model may time out where the others do not
                    unavailable = unavailable == null ? e : unavailable;
                }
            }
            countPending(all);
            if (unavailable != null) {
                throw unavailable;
            }
            errors.throwIfAny();
            onSuccess();
            return true;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            onFailure(e);
            return false;
        }
    }

    private void countPending(List<? extends TrackingSync> all) throws Exception {
        int pending = 0;
        for (TrackingSync sync : all) {
            pending += sync.pending();
        }
        pendingCount.set(pending);
    }

    private void onFailure(Exception e) {
        if (failingSince == null) {
            failingSince = clock.instant();
            reason = "";
        }
        String current = String.valueOf(e.getMessage());
        if (!current.equals(reason)) {
            reason = current;
            LOGGER.log(System.Logger.Level.WARNING, "MLflow sync failed, will retry: " + reason);
        }
    }

    private void onSuccess() {
        lastSuccess = clock.instant();
        if (failingSince != null) {
            Duration outage = Duration.between(failingSince, clock.instant());
            LOGGER.log(System.Logger.Level.INFO, "MLflow sync resumed after " + outage + "; backlog sent");
            failingSince = null;
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
