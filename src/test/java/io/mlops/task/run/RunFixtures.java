package io.mlops.task.run;

import io.mlops.task.store.FileRunStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Runs over real folders, with a clock and a pipeline that do what the test says. */
public final class RunFixtures {
    static final int QUEUE_CAPACITY = 3;
    static final int MAX_ATTEMPTS = 2;

    public final SettableClock clock = new SettableClock();
    public final ScriptedPipeline pipeline = new ScriptedPipeline();
    public final RecordingRunListener heard = new RecordingRunListener();
    public final Path data;
    public final FileRunStore store;
    public final RunService runs;
    private @Nullable WorkerPool workers;

    private RunFixtures(Path data, long minFreeBytes) throws IOException {
        this.data = data;
        this.store = FileRunStore.open(data, 1 << 20);
        Provenance provenance = new Provenance("1", "code", "17", "test");
        RunService.Limits limits = new RunService.Limits(QUEUE_CAPACITY, 1, MAX_ATTEMPTS, minFreeBytes);
        this.runs = new RunService(store, new RunIds(clock, new Random(1)), clock, heard, provenance, limits);
    }

    /** As a start of the service finds the folder. */
    public static RunFixtures over(Path data) throws IOException {
        return over(data, 0);
    }

    public static RunFixtures over(Path data, long minFreeBytes) throws IOException {
        RunFixtures bench = new RunFixtures(data, minFreeBytes);
        bench.runs.recover();
        return bench;
    }

    /** What a process that is killed leaves: the folder is free, nothing is tidied up. */
    public void kill() throws IOException {
        store.close();
    }

    public WorkerPool work(Duration mostTime, Duration stopWithin) {
        WorkerPool.Limits limits = new WorkerPool.Limits(1, 1, mostTime, stopWithin);
        workers = new WorkerPool(runs, store, name -> pipeline, clock, limits);
        workers.start();
        return workers;
    }

    public WorkerPool work() {
        return work(Duration.ofMinutes(1), Duration.ofMinutes(1));
    }

    public Run submit(String script) throws IOException, QueueFullException, IdempotencyKeyReusedException {
        return runs.submit(submission(script, null)).run();
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
        Path upload = Files.createTempFile(data, "upload", ".csv");
        Files.writeString(upload, "close\n1\n");
        RunInput input = new RunInput("data.csv", true, null, Files.size(upload), Sha256.digest(upload));
        return new Submission("scripted", input, upload, script, labels, key, callback, null);
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
        return Files.readString(store.metrics(run.id()));
    }

    public void close() throws IOException, InterruptedException {
        pipeline.release();
        if (workers != null) {
            workers.stop(Duration.ofSeconds(5));
        }
        store.close();
    }
}
