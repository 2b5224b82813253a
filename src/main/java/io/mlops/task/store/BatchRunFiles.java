package io.mlops.task.store;

import io.mlops.task.execution.Artifacts;
import io.mlops.task.execution.LogSink;
import io.mlops.task.execution.RunFiles;
import io.mlops.task.execution.SignalsFile;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of a batch run, at paths that the caller chooses; log lines also go to the terminal. */
public final class BatchRunFiles implements RunFiles {
    private final Path metrics;
    private final Path log;
    private final @Nullable Path artifacts;
    private final @Nullable Path signals;
    private final List<Path> inputs;
    private final LogSink terminal;
    private final List<Path> written = new ArrayList<>();

    /**
     * @param artifacts a directory for artifacts; null if they are not stored
     * @param signals the file of the signals, compressed if its name ends in {@code .gz}; null if they are not written
     * @param inputs the run's input and configuration, which must not be overwritten
     */
    public BatchRunFiles(
            Path metrics,
            Path log,
            @Nullable Path artifacts,
            @Nullable Path signals,
            List<Path> inputs,
            LogSink terminal) {
        this.metrics = metrics;
        this.artifacts = artifacts;
        this.signals = signals;
        this.log = log;
        this.inputs = List.copyOf(inputs);
        this.terminal = terminal;
    }

    @Override
    public List<LogSink> openLog() throws IOException {
        protectInputs(log);
        if (isSame(log, metrics)) {
            throw new IOException(log + " must not be the metrics file, too");
        }
        return List.of(terminal, new FileSink(AtomicFile.start(log), log, written));
    }

    @Override
    public List<LogSink> fallbackLog() {
        return List.of(terminal);
    }

    @Override
    public void writeMetrics(String record) throws IOException {
        protectInputs(metrics);
        AtomicFile.write(metrics, record.getBytes(StandardCharsets.UTF_8));
        written.add(metrics);
    }

    @Override
    public @Nullable Artifacts artifacts() throws IOException {
        return artifacts == null ? null : new RecordedArtifacts(artifacts, AtomicDirectory.sibling(artifacts), written);
    }

    @Override
    public @Nullable SignalsFile signals() throws IOException {
        if (signals == null) {
            return null;
        }
        protectInputs(signals);
        for (Path other : List.of(metrics, log)) {
            if (isSame(signals, other)) {
                throw new IOException(signals + " must not be the metrics or the log file, too");
            }
        }
        return new WholeSignals(AtomicFile.start(signals), signals.toString().endsWith(".gz"));
    }

    /** Returns what the run has written, except its signals. */
    public List<Path> written() {
        return List.copyOf(written);
    }

    private void protectInputs(Path written) throws IOException {
        for (Path file : inputs) {
            if (isSame(written, file)) {
                throw new IOException(written + " is an input of the run and is not overwritten");
            }
        }
    }

    private static boolean isSame(Path a, Path b) throws IOException {
        boolean bothThere = Files.exists(a) && Files.exists(b);
        return bothThere
                ? Files.isRegularFile(a) && Files.isSameFile(a, b)
                : a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize());
    }

    /** The signals replace the previous ones when all of them are written. */
    private record WholeSignals(AtomicFile file, boolean isCompressed) implements SignalsFile {
        @Override
        public OutputStream stream() {
            return file.stream();
        }

        @Override
        public void commit() throws IOException {
            file.commit();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** The log replaces the previous one when it is closed; until then it is a temporary file. */
    private record FileSink(AtomicFile file, Path path, List<Path> written) implements LogSink {
        @Override
        public void write(byte[] lines) throws IOException {
            file.append(lines);
        }

        @Override
        public void close() throws IOException {
            try (file) {
                file.commit();
                written.add(path);
            }
        }
    }

    /** Notes the files that are committed: the directory may contain others. */
    private record RecordedArtifacts(Path directory, Artifacts artifacts, List<Path> written, List<Path> created)
            implements Artifacts {
        RecordedArtifacts(Path directory, Artifacts artifacts, List<Path> written) {
            this(directory, artifacts, written, new ArrayList<>());
        }

        @Override
        public OutputStream create(String name) throws IOException {
            created.add(directory.resolve(name));
            return artifacts.create(name);
        }

        @Override
        public void commit() throws IOException {
            artifacts.commit();
            written.addAll(created);
        }

        @Override
        public void close() throws IOException {
            artifacts.close();
        }
    }
}
