package io.mlops.task.mlflow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Keeps mirrors up to date on a thread of its own; after a failure it waits twice as long as before it, up to a bound. */
public final class MlflowSyncWorker implements AutoCloseable {
    private static final Duration MAX_PAUSE = Duration.ofMinutes(1);

    private final Callable<List<MlflowSync>> mirrors;
    private final Duration every;
    private final Clock clock;
    private final SyncListener listener;
    private final AtomicInteger behind = new AtomicInteger();
    private final Thread thread = new Thread(this::loop, "mlflow-mirror");
    private volatile Instant upToDate = Instant.EPOCH;
    private @Nullable Instant interruptedAt;

    /**
     * Does nothing before {@link #start}.
     *
     * @param mirrors asked anew each time, for there may be more models by then
     */
    public MlflowSyncWorker(Callable<List<MlflowSync>> mirrors, Duration every, Clock clock, SyncListener listener) {
        this.mirrors = mirrors;
        this.every = every;
        this.clock = clock;
        this.listener = listener;
    }

    public void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Versions, champions and failed runs that are not there yet. */
    public int pendingCount() {
        return behind.get();
    }

    /** When all that there was had last been told; 1970 where it never was. */
    public Instant lastSuccess() {
        return upToDate;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void loop() {
        Duration pause = every;
        try {
            while (true) {
                pause = syncOnce() ? every : shorter(pause.multipliedBy(2), MAX_PAUSE);
                Thread.sleep(pause.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One comparison of everything; says whether the server has it all. */
    private boolean syncOnce() throws InterruptedException {
        try {
            List<MlflowSync> all = mirrors.call();
            count(all);
            ErrorCollector refusals = new ErrorCollector();
            for (MlflowSync mirror : all) {
                refusals.skip(mirror::reconcile);
            }
            count(all);
            refusals.throwIfAny();
            resumed();
            return true;
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            interrupted(e);
            return false;
        }
    }

    private void count(List<MlflowSync> all) throws Exception {
        int missing = 0;
        for (MlflowSync mirror : all) {
            missing += mirror.pending();
        }
        behind.set(missing);
    }

    private void interrupted(Exception why) {
        if (interruptedAt == null) {
            interruptedAt = clock.instant();
            listener.interrupted(why);
        }
    }

    private void resumed() {
        upToDate = clock.instant();
        if (interruptedAt != null) {
            listener.resumed(Duration.between(interruptedAt, clock.instant()));
            interruptedAt = null;
        }
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
