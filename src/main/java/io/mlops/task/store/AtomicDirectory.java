package io.mlops.task.store;

import io.mlops.task.execution.Artifacts;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A directory of files that appears atomically: it is filled elsewhere on the same disk and moved to its place. */
public final class AtomicDirectory implements Artifacts {
    private static final int BUFFER = 1 << 16;

    private final Path temporary;
    private final Path away;
    private final Path target;

    private AtomicDirectory(Path temporary, Path away, Path target) {
        this.temporary = temporary;
        this.away = away;
        this.target = target;
    }

    /**
     * Creates the directory to fill.
     *
     * @param scratch on the disk of the target; a killed process leaves its incomplete files there
     */
    static AtomicDirectory start(Path scratch, String name, Path target) throws IOException {
        Path temporary = scratch.resolve(name);
        Files.createDirectories(temporary);
        return new AtomicDirectory(temporary, scratch.resolve(name + "-old"), target);
    }

    /** A directory of the caller's choice; it is filled in a hidden one next to it. */
    public static AtomicDirectory sibling(Path target) throws IOException {
        Path place = target.toAbsolutePath();
        Path parent = place.getParent();
        if (parent == null) {
            throw new IOException(target + " cannot be a directory of artifacts");
        }
        Files.createDirectories(parent);
        return start(parent, "." + place.getFileName() + "." + Long.toHexString(System.nanoTime()) + ".tmp", place);
    }

    @Override
    public OutputStream create(String name) throws IOException {
        return new BufferedOutputStream(new FlushedFile(temporary.resolve(name)), BUFFER);
    }

    @Override
    public void commit() throws IOException {
        AtomicFile.flushDirectory(temporary);
        if (Files.exists(target)) {
            Files.move(target, away, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        AtomicFile.flushDirectory(target.resolve("..").normalize());
    }

    @Override
    public void close() throws IOException {
        Directories.delete(temporary);
        Directories.delete(away);
    }

    /** On the disk when it is closed. A file stream, since an interrupt would close a channel under it. */
    private static final class FlushedFile extends FileOutputStream {
        private boolean closed;

        FlushedFile(Path file) throws IOException {
            super(file.toFile());
        }

        @Override
        public void close() throws IOException {
            if (!closed) {
                closed = true;
                getFD().sync();
            }
            super.close();
        }
    }
}
