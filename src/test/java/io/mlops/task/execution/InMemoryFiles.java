package io.mlops.task.execution;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Files in memory that fail on request. */
public final class InMemoryFiles implements RunFiles {
    public final List<String> records = new ArrayList<>();
    boolean logClosed;

    @Nullable
    IOException onOpen;

    @Nullable
    IOException onLine;

    @Nullable
    IOException onLogClose;

    @Nullable
    IOException onRecord;

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    public String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    @Override
    public List<LogSink> openLog() throws IOException {
        throwIfThere(onOpen);
        return List.of(new LogSink() {
            @Override
            public void write(byte[] lines) throws IOException {
                throwIfThere(onLine);
                log.write(lines);
            }

            @Override
            public void close() throws IOException {
                logClosed = true;
                throwIfThere(onLogClose);
            }
        });
    }

    @Override
    public void writeMetrics(String record) throws IOException {
        throwIfThere(onRecord);
        records.add(record);
    }

    private static void throwIfThere(@Nullable IOException failure) throws IOException {
        if (failure != null) {
            throw failure;
        }
    }
}
