package io.mlops.task.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file of a run, in any store. Each call sees its current state: a log grows, a record appears, a run is deleted.
 */
public interface StoredFile {

    /** Such as {@code metrics.json}. */
    String name();

    /** Null if there is no such file. */
    @Nullable
    Attributes attributes() throws IOException;

    /**
     * Opens a range of its bytes, which ends early if the file does.
     *
     * @throws java.nio.file.NoSuchFileException if there is no such file
     */
    InputStream open(long offset, long length) throws IOException;

    /** The size and the time of the last change, as the store reports them. */
    record Attributes(long size, Instant lastModified) {}

    default boolean exists() throws IOException {
        return attributes() != null;
    }

    default InputStream open() throws IOException {
        return open(0, Long.MAX_VALUE);
    }

    /** Returns the whole content; only for files that are known to be small. */
    default byte[] readAllBytes() throws IOException {
        try (InputStream in = open()) {
            return in.readAllBytes();
        }
    }

    default String readString() throws IOException {
        return new String(readAllBytes(), StandardCharsets.UTF_8);
    }
}
