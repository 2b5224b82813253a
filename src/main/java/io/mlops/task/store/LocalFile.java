package io.mlops.task.store;

import io.mlops.task.run.StoredFile;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A regular file of the local file system. */
public record LocalFile(Path path) implements StoredFile {

    @Override
    public String name() {
        return path.getFileName().toString();
    }

    @Override
    public @Nullable Attributes attributes() throws IOException {
        try {
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            return found.isRegularFile()
                    ? new Attributes(found.size(), found.lastModifiedTime().toInstant())
                    : null;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    @Override
    public InputStream open(long offset, long length) throws IOException {
        return range(Files.newInputStream(path), offset, length);
    }

    /** @param in is closed on an exception */
    static InputStream range(InputStream in, long offset, long length) throws IOException {
        try {
            in.skip(offset);
        } catch (IOException e) {
            in.close();
            throw e;
        }
        return length == Long.MAX_VALUE ? in : new Range(in, length);
    }

    /** Limits a stream to its first bytes. */
    private static final class Range extends FilterInputStream {
        private long left;

        Range(InputStream in, long length) {
            super(in);
            left = length;
        }

        @Override
        public int read() throws IOException {
            int next = left == 0 ? -1 : super.read();
            left -= next < 0 ? 0 : 1;
            return next;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (left == 0 && length > 0) {
                return -1;
            }
            int read = super.read(buffer, offset, (int) Math.min(length, left));
            left -= Math.max(0, read);
            return read;
        }

        @Override
        public long skip(long count) throws IOException {
            long skipped = super.skip(Math.min(count, left));
            left -= skipped;
            return skipped;
        }

        @Override
        public int available() throws IOException {
            return (int) Math.min(left, super.available());
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
