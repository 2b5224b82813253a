package io.mlops.task.store;

import io.mlops.task.execution.Artifacts;
import io.mlops.task.execution.LogSink;
import io.mlops.task.execution.RunFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of a batch run, at paths that the caller chooses; log lines also go to the terminal. */
public final class BatchRunFiles implements RunFiles {
    private final Path metrics;
    private final Path log;
    private final @Nullable Path artifacts;
    private final List<Path> inputs;
    private final LogSink terminal;

    /**
     * @param artifacts a directory for artifacts; null if they are not stored
     * @param inputs the run's input and configuration, which must not be overwritten
     */
    public BatchRunFiles(Path metrics, Path log, @Nullable Path artifacts, List<Path> inputs, LogSink terminal) {
        this.metrics = metrics;
        this.artifacts = artifacts;
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
        return List.of(terminal, new FileSink(AtomicFile.start(log)));
    }

    @Override
    public List<LogSink> fallbackLog() {
        return List.of(terminal);
    }

    @Override
    public void writeMetrics(String record) throws IOException {
        protectInputs(metrics);
        AtomicFile.write(metrics, record.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public @Nullable Artifacts artifacts() throws IOException {
        return artifacts == null ? null : AtomicDirectory.sibling(artifacts);
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

    /** The log replaces the previous one when it is closed; until then it is a temporary file. */
    private record FileSink(AtomicFile file) implements LogSink {
        @Override
        public void write(byte[] lines) throws IOException {
            file.append(lines);
        }

        @Override
        public void close() throws IOException {
            try (file) {
                file.commit();
            }
        }
    }
}
