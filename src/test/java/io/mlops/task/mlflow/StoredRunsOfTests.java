package io.mlops.task.mlflow;

import io.mlops.task.finding.Finding;
import io.mlops.task.run.Run;
import io.mlops.task.run.RunId;
import io.mlops.task.run.RunIds;
import io.mlops.task.run.RunInput;
import io.mlops.task.run.RunState;
import io.mlops.task.run.StoredFile;
import io.mlops.task.run.Submission;
import io.mlops.task.store.LocalFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs whose files are in a directory. */
final class StoredRunsOfTests implements TrackedRuns {
    static final Instant STARTED = Instant.parse("2026-01-01T10:00:00Z");
    static final Instant ENDED = Instant.parse("2026-01-01T10:00:07Z");

    private final NavigableMap<RunId, Run> runs = new TreeMap<>();
    private final RunIds ids = new RunIds(Clock.fixed(STARTED, ZoneOffset.UTC), new Random(1));
    private final Path directory;

    StoredRunsOfTests(Path directory) {
        this.directory = directory;
    }

    Run started(String pipeline, Map<String, String> labels) {
        RunInput input = new RunInput("a.csv", true, null, 5, "ab");
        Submission submission = new Submission(pipeline, input, null, "", labels, Submission.Options.NONE);
        RunState.Queued queued = RunState.Queued.first(STARTED);
        return put(Run.of(ids.next(), submission, queued).withState(queued.start(STARTED)));
    }

    Run end(Run run, RunState.FinalState state, @Nullable String error, List<Finding> findings) throws IOException {
        file(run, "run.log", "INFO\n");
        file(run, "config.yaml", "window: 2\n");
        file(
                run,
                "metrics.json",
                "{\"metric\": \"signal_rate\", \"value\": 0.25, \"rows_processed\": 4, \"seed\": 42}");
        RunState.Running running = (RunState.Running) run.state();
        return put(run.ended(running.end(state, ENDED), null, error, findings, Map.of("delimiter", ",")));
    }

    void artifact(Run run, String name, byte[] content) throws IOException {
        Path file = directory(run).resolve("artifacts").resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content);
    }

    void delete(Run run) {
        runs.remove(run.id());
    }

    private Run put(Run run) {
        runs.put(run.id(), run);
        return run;
    }

    private void file(Run run, String name, String content) throws IOException {
        Files.createDirectories(directory(run));
        Files.writeString(directory(run).resolve(name), content);
    }

    private Path directory(Run run) {
        return directory.resolve("runs").resolve(run.id().value());
    }

    @Override
    public Collection<Run> newestFirst() {
        return runs.descendingMap().values();
    }

    @Override
    public Optional<Run> find(String id) {
        return RunId.isValid(id) ? Optional.ofNullable(runs.get(new RunId(id))) : Optional.empty();
    }

    @Override
    public boolean trains(Run run) {
        return run.pipeline().equals("housing");
    }

    @Override
    public Map<String, String> config(Run run) {
        return Map.of("window", "2");
    }

    @Override
    public StoredFile metrics(Run run) {
        return new LocalFile(directory(run).resolve("metrics.json"));
    }

    @Override
    public List<StoredFile> files(Run run) {
        return List.of(
                new LocalFile(directory(run).resolve("run.log")),
                new LocalFile(directory(run).resolve("config.yaml")));
    }

    @Override
    public List<StoredFile> artifacts(Run run) throws IOException {
        Path artifacts = directory(run).resolve("artifacts");
        if (!Files.exists(artifacts)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(artifacts)) {
            return files.<StoredFile>map(LocalFile::new).toList();
        }
    }
}
