package io.mlops.task.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The files of a run for one attempt at it, as long as the attempt holds the run. */
record GuardedFiles(Attempt attempt, RunFiles files) implements RunFiles {

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
