package io.mlops.task.run;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The threads that run what is queued, and the watch over them: no run may take for ever, or ignore being stopped. */
public final class WorkerPool {
    private static final System.Logger LOGGER = System.getLogger(WorkerPool.class.getName());
    private static final Duration WATCH_EVERY = Duration.ofMillis(200);

    private final RunService runs;
    private final RunStore store;
    private final Function<String, Pipeline> pipelines;
    private final Clock clock;
    private final Limits limits;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final AtomicInteger started = new AtomicInteger();
    private volatile boolean stopping;

    /**
     * What bounds the work.
     *
     * @param workers runs at the same time
     * @param threads that all runs together may use to parse
     * @param mostTime that one attempt may take
     * @param stopWithin how long a run that is told to stop may take to obey
     */
    public record Limits(int workers, int threads, Duration mostTime, Duration stopWithin) {}

    public WorkerPool(
            RunService runs, RunStore store, Function<String, Pipeline> pipelines, Clock clock, Limits limits) {
        this.runs = runs;
        this.store = store;
        this.pipelines = pipelines;
        this.clock = clock;
        this.limits = limits;
    }

    public void start() {
        startWorkers();
        Thread watch = new Thread(this::watchTimeouts, "run-watch");
        watch.setDaemon(true);
        watch.start();
    }

    /** Nothing new begins; what runs may end within {@code grace}, then it is told to stop and stays queued. */
    public void stop(Duration grace) throws InterruptedException {
        stopping = true;
        runs.close();
        awaitIdle(grace);
        for (Attempt attempt : runs.attempts()) {
            attempt.stop(StopReason.SHUTDOWN);
        }
        awaitIdle(limits.stopWithin());
        for (Attempt attempt : runs.attempts()) {
            attempt.fence();
        }
    }

    private void awaitIdle(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!runs.attempts().isEmpty() && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
    }

    /** As many as there should be; one that was given up, or has died, is made up for. */
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
        try {
            while (threads.contains(Thread.currentThread())) {
                Attempt attempt = runs.next();
                if (attempt == null) {
                    return;
                }
                work(attempt);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void work(Attempt attempt) {
        try (attempt) {
            InputHasher hash = InputHasher.before(store.input(attempt.run()));
            attempt.completed(execution(attempt).run());
            attempt.close();
            Thread.interrupted();
            hash.update(runs, attempt.run());
        } finally {
            Thread.interrupted();
        }
    }

    private Execution execution(Attempt attempt) {
        Run run = attempt.run();
        Job job = new Job(
                store.input(run),
                run.input().name(),
                store.config(run.id()),
                "config.yaml",
                threadsPerRun(),
                run.id().value());
        return new Execution(
                pipelines.apply(run.pipeline()), job, attempt.fenced(store.files(run.id())), clock, attempt);
    }

    /** Runs that work at the same time share the processors. */
    private int threadsPerRun() {
        return Math.max(1, limits.threads() / Math.max(1, runs.attempts().size()));
    }

    private void watchTimeouts() {
        try {
            while (!stopping) {
                checkTimeouts();
                Thread.sleep(WATCH_EVERY.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void checkTimeouts() {
        try {
            runs.attempts().forEach(this::watchTimeouts);
            startWorkers();
        } catch (RuntimeException | Error e) {
            LOGGER.log(System.Logger.Level.ERROR, "The watch over the runs failed; it goes on", e);
        }
    }

    private void watchTimeouts(Attempt attempt) {
        if (attempt.elapsedNanos() > limits.mostTime().toNanos()) {
            attempt.stop(StopReason.TIMED_OUT);
        }
        if (attempt.overdueNanos() > limits.stopWithin().toNanos() && attempt.fence()) {
            threads.remove(attempt.worker());
        }
    }
}
