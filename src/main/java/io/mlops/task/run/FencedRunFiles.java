package io.mlops.task.run;

import io.mlops.task.execution.Artifacts;
import io.mlops.task.execution.LogSink;
import io.mlops.task.execution.RunFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The files of a run for one attempt, which can write them only until it is over, so that an abandoned worker cannot change
 * a run that has ended.
 */
record FencedRunFiles(Fence fence, RunFiles files) implements RunFiles {

    /** Allows writes until the attempt is over. */
    interface Fence {
        /** @throws IOException also if the attempt is over; the attempt's end waits for a write that has started */
        void write(Write write) throws IOException;
    }

    /** A change to the files of the run. */
    interface Write {
        void now() throws IOException;
    }

    @Override
    public List<LogSink> openLog() throws IOException {
        List<LogSink> fenced = new ArrayList<>();
        for (LogSink sink : files.openLog()) {
            fenced.add(new FencedSink(fence, sink));
        }
        return fenced;
    }

    @Override
    public void writeMetrics(String record) throws IOException {
        fence.write(() -> files.writeMetrics(record));
    }

    @Override
    public long minSeriesRows() {
        return files.minSeriesRows();
    }

    @Override
    public void writeSeries(byte[] series) throws IOException {
        fence.write(() -> files.writeSeries(series));
    }

    @Override
    public @Nullable Artifacts artifacts() throws IOException {
        Artifacts artifacts = files.artifacts();
        return artifacts == null ? null : new FencedArtifacts(fence, artifacts);
    }

    private record FencedArtifacts(Fence fence, Artifacts artifacts) implements Artifacts {
        @Override
        public OutputStream create(String name) throws IOException {
            return artifacts.create(name);
        }

        @Override
        public void commit() throws IOException {
            fence.write(artifacts::commit);
        }

        @Override
        public void close() throws IOException {
            artifacts.close();
        }
    }

    private record FencedSink(Fence fence, LogSink sink) implements LogSink {
        @Override
        public void write(byte[] lines) throws IOException {
            fence.write(() -> sink.write(lines));
        }

        @Override
        public void close() throws IOException {
            sink.close();
        }
    }
}
