package io.mlops.task.run;

import io.mlops.task.background.BackgroundTasks;
import io.mlops.task.execution.SettableClock;
import io.mlops.task.execution.StubPipeline;
import io.mlops.task.store.FileRunStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Runs over real directories, with a clock and a pipeline that the test controls. */
public final class RunFixtures {
    static final int QUEUE_CAPACITY = 3;
    static final int MAX_ATTEMPTS = 2;

    public final SettableClock clock = new SettableClock();
    public final StubPipeline pipeline = StubPipeline.scripted();
    public final RecordingRunListener listener = new RecordingRunListener();
    public final Path data;
    public final FailingStore failing;
    public final RunStore store;
    public final RunService runs;
    public final RunAdmission admission;
    public final RunRecovery recovery;
    private final BackgroundTasks tasks = new BackgroundTasks(BackgroundTasks.TOLERANCE);
    private @Nullable WorkerPool workers;

    private RunFixtures(Path data, long minFreeBytes) throws IOException {
        this.data = data;
        this.failing = FailingStore.over(FileRunStore.open(data, 1 << 20, List.of(data)));
        this.store = failing.store();
        Provenance provenance = new Provenance("1", "code", "17", "test");
        RunService.Limits limits = new RunService.Limits(QUEUE_CAPACITY, 1);
        this.runs = new RunService(store, clock, listener, provenance, limits);
        RunIds ids = new RunIds(clock, new Random(1));
        this.admission = new RunAdmission(runs, store, ids, clock, listener, minFreeBytes);
        this.recovery = new RunRecovery(runs, store, listener, MAX_ATTEMPTS);
    }

    /** Starts on what is in the directory. */
    public static RunFixtures over(Path data) throws IOException {
        return over(data, 0);
    }

    public static RunFixtures over(Path data, long minFreeBytes) throws IOException {
        RunFixtures fixtures = new RunFixtures(data, minFreeBytes);
        fixtures.recovery.recover();
        return fixtures;
    }

    /** Simulates a killed process: the directory is unlocked, nothing is completed. */
    public void kill() throws IOException {
        store.close();
    }

    public WorkerPool work(Duration runTimeout, Duration stopTimeout) {
        WorkerPool.Limits limits = new WorkerPool.Limits(1, 1, runTimeout, stopTimeout, 64 << 20);
        workers = new WorkerPool(runs, store, name -> pipeline, clock, limits, tasks);
        workers.start();
        return workers;
    }

    public WorkerPool work() {
        return work(Duration.ofMinutes(1), Duration.ofMinutes(1));
    }

    public Run submit(String script) throws IOException, QueueFullException, IdempotencyKeyReusedException {
        return admission.submit(submission(script, null)).run();
    }

    public Submission submission(String script, @Nullable String key) throws IOException {
        return submission(script, key, Map.of());
    }

    public Submission submission(String script, @Nullable String key, Map<String, String> labels) throws IOException {
        return submission(script, key, labels, null);
    }

    public Submission submission(
            String script, @Nullable String key, Map<String, String> labels, @Nullable String callback)
            throws IOException {
        Upload upload = store.receive(new ByteArrayInputStream("close\n1\n".getBytes(StandardCharsets.UTF_8)));
        return new Submission(
                "scripted",
                RunInput.of("data.csv", upload),
                upload,
                script,
                labels,
                new Submission.Options(key, callback, null, null));
    }

    public Run ended(Run run) throws Exception {
        return runs.whenEnded(run).get(20, java.util.concurrent.TimeUnit.SECONDS);
    }

    public Run run(RunId id) {
        Run run = runs.find(id);
        if (run == null) {
            throw new AssertionError("no run " + id);
        }
        return run;
    }

    public String metrics(Run run) throws IOException {
        return store.metrics(run.id()).readString();
    }

    public void close() throws IOException, InterruptedException {
        pipeline.release();
        if (workers != null) {
            workers.stop(Duration.ofSeconds(5));
        }
        store.close();
    }
}
