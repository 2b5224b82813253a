package io.mlops.task.run;

import io.mlops.task.background.BackgroundTask;
import io.mlops.task.background.BackgroundTasks;
import io.mlops.task.execution.ConfigFile;
import io.mlops.task.execution.Execution;
import io.mlops.task.execution.Job;
import io.mlops.task.execution.Pipeline;
import io.mlops.task.execution.RunFiles;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The threads that execute queued runs, and a watchdog that stops runs after their timeout, fences those that ignore a stop,
 * completes those whose completion failed, and replaces the workers of fenced runs.
 */
public final class WorkerPool {
    private static final System.Logger LOGGER = System.getLogger(WorkerPool.class.getName());
    private static final Duration CHECK_INTERVAL = Duration.ofMillis(200);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(100);

    private final RunService runs;
    private final RunStore store;
    private final Function<String, Pipeline> pipelines;
    private final Clock clock;
    private final Limits limits;
    private final BackgroundTasks tasks;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final AtomicInteger started = new AtomicInteger();
    private @Nullable BackgroundTask watchdog;

    /**
     * Bounds of the pool.
     *
     * @param workers runs at the same time
     * @param threads threads that all runs together may use
     * @param runTimeout maximum duration of an attempt
     * @param stopTimeout maximum time for a run to stop after it was asked to
     * @param maxRunBytes maximum size of the rows that one run may hold in memory
     */
    public record Limits(int workers, int threads, Duration runTimeout, Duration stopTimeout, long maxRunBytes) {}

    public WorkerPool(
            RunService runs,
            RunStore store,
            Function<String, Pipeline> pipelines,
            Clock clock,
            Limits limits,
            BackgroundTasks tasks) {
        this.runs = runs;
        this.store = store;
        this.pipelines = pipelines;
        this.clock = clock;
        this.limits = limits;
        this.tasks = tasks;
    }

    public void start() {
        startWorkers();
        watchdog = tasks.start("Watch over runs", CHECK_INTERVAL, this::check);
    }

    /** Starts no further run; runs that do not end within {@code timeout} are asked to stop and stay queued. */
    public void stop(Duration timeout) throws InterruptedException {
        if (watchdog != null) {
            watchdog.close();
        }
        runs.close();
        awaitIdle(timeout);
        for (Attempt attempt : runs.attempts()) {
            attempt.stop(Attempt.StopReason.SHUTDOWN);
        }
        awaitIdle(limits.stopTimeout());
        for (Attempt attempt : runs.attempts()) {
            attempt.fence();
        }
    }

    private void awaitIdle(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!runs.attempts().isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
    }

    /** Starts the missing workers: those that were abandoned or have died are replaced. */
    private void startWorkers() {
        threads.removeIf(thread -> !thread.isAlive());
        while (threads.size() < limits.workers()) {
            Thread worker = new Thread(this::work, "run-worker-" + started.incrementAndGet());
            worker.setDaemon(true);
            threads.add(worker);
            worker.start();
        }
    }

    private void work() {
        boolean open = true;
        while (open && threads.contains(Thread.currentThread())) {
            try {
                open = workOnNext();
            } catch (InterruptedException e) {
                // of a run that ended at the same moment
                Thread.onSpinWait();
            } catch (Throwable e) {
                failed(e);
            }
        }
    }

    /** Returns false once the service is closed. */
    private boolean workOnNext() throws InterruptedException {
        Attempt attempt = runs.next();
        if (attempt == null) {
            return false;
        }
        work(attempt);
        return true;
    }

    private static void failed(Throwable e) {
        try {
            LOGGER.log(System.Logger.Level.ERROR, "A worker failed; it goes on with the next run", e);
            Thread.sleep(PAUSE_AFTER_FAILURE.toMillis());
        } catch (Throwable again) {
            // there may be no memory to log it with
        }
    }

    private void work(Attempt attempt) {
        try (attempt) {
            InputHasher hasher = InputHasher.before(store.input(attempt.run()));
            attempt.completed(execute(attempt));
            attempt.close();
            Thread.interrupted();
            hasher.update(runs, attempt.run());
        } finally {
            Thread.interrupted();
        }
    }

    private Execution.Result execute(Attempt attempt) {
        Run run = attempt.run();
        RunFiles files = new FencedRunFiles(attempt, store.files(run));
        try (JobInputs inputs = store.inputs(run)) {
            Job job = new Job(
                    inputs.input(),
                    run.input().name(),
                    ConfigFile.of(inputs.config(), "config.yaml"),
                    threadsPerRun(),
                    run.id().value(),
                    limits.maxRunBytes());
            return new Execution(pipelines.apply(run.pipeline()), job, files, clock, attempt).run();
        } catch (IOException e) {
            return Execution.inputUnreadable(files, e);
        }
    }

    /** Runs that execute at the same time share the processors. */
    private int threadsPerRun() {
        return Math.max(1, limits.threads() / Math.max(1, runs.attempts().size()));
    }

    /** Checks every attempt, also after one that cannot be checked. */
    private void check() {
        Throwable failure = null;
        for (Attempt attempt : runs.attempts()) {
            try {
                check(attempt);
            } catch (RuntimeException | Error e) {
                failure = e;
            }
        }
        startWorkers();
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException unexpected) {
            throw unexpected;
        }
    }

    private void check(Attempt attempt) {
        attempt.completeAgain();
        if (attempt.elapsedNanos() > limits.runTimeout().toNanos()) {
            attempt.stop(Attempt.StopReason.TIMED_OUT);
        }
        if (attempt.overdueNanos() > limits.stopTimeout().toNanos() && attempt.fence()) {
            threads.remove(attempt.worker());
        }
    }
}
