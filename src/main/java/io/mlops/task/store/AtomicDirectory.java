package io.mlops.task.store;

import io.mlops.task.run.Artifacts;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A folder of files that appears whole or not at all: it is filled beside its place and moved there. */
public final class AtomicDirectory implements Artifacts {
    private static final int BUFFER = 1 << 16;

    private final Path beside;
    private final Path away;
    private final Path target;

    private AtomicDirectory(Path beside, Path away, Path target) {
        this.beside = beside;
        this.away = away;
        this.target = target;
    }

    /**
     * Makes the folder to fill.
     *
     * @param scratch on the disk of the target; what a killed process leaves, it leaves there
     */
    static AtomicDirectory start(Path scratch, String name, Path target) throws IOException {
        Path beside = scratch.resolve(name);
        Files.createDirectories(beside);
        return new AtomicDirectory(beside, scratch.resolve(name + "-old"), target);
    }

    /** A folder of the caller's choice; it is filled in a hidden one beside it. */
    public static AtomicDirectory sibling(Path target) throws IOException {
        Path place = target.toAbsolutePath();
        Path parent = place.getParent();
        if (parent == null) {
            throw new IOException(target + " is no place for a folder of artifacts");
        }
        Files.createDirectories(parent);
        return start(parent, "." + place.getFileName() + "." + Long.toHexString(System.nanoTime()) + ".tmp", place);
    }

    @Override
    public OutputStream create(String name) throws IOException {
        return new BufferedOutputStream(new FlushedFile(beside.resolve(name)), BUFFER);
    }

    @Override
    public void commit() throws IOException {
        AtomicFile.flushDirectory(beside);
        if (Files.exists(target)) {
            Files.move(target, away, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
        AtomicFile.flushDirectory(target.resolve("..").normalize());
    }

    @Override
    public void close() throws IOException {
        Directories.delete(beside);
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
