package io.mlops.task.run;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of a run for one attempt at it, as long as the attempt holds the run. */
record FencedRunFiles(Attempt attempt, RunFiles files) implements RunFiles {

    @Override
    public List<LogSink> openLog() throws IOException {
        List<LogSink> guarded = new ArrayList<>();
        for (LogSink sink : files.openLog()) {
            guarded.add(new GuardedSink(attempt, sink));
        }
        return guarded;
    }

    @Override
    public void writeMetrics(String record) throws IOException {
        attempt.write(() -> files.writeMetrics(record));
    }

    @Override
    public boolean storesSeries() {
        return files.storesSeries();
    }

    @Override
    public void writeSeries(byte[] series) throws IOException {
        attempt.write(() -> files.writeSeries(series));
    }

    @Override
    public @Nullable Artifacts artifacts() throws IOException {
        Artifacts artifacts = files.artifacts();
        return artifacts == null ? null : new GuardedArtifacts(attempt, artifacts);
    }

    private record GuardedArtifacts(Attempt attempt, Artifacts artifacts) implements Artifacts {
        @Override
        public OutputStream create(String name) throws IOException {
            return artifacts.create(name);
        }

        @Override
        public void commit() throws IOException {
            attempt.write(artifacts::commit);
        }

        @Override
        public void close() throws IOException {
            artifacts.close();
        }
    }

    private record GuardedSink(Attempt attempt, LogSink sink) implements LogSink {
        @Override
        public void write(byte[] lines) throws IOException {
            attempt.write(() -> sink.write(lines));
        }

        @Override
        public void close() throws IOException {
            sink.close();
        }
    }
}
