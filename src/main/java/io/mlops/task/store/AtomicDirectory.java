package io.mlops.task.store;

import io.mlops.task.execution.Artifacts;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/**
 * A directory of files that appears atomically: it is filled elsewhere on the same disk and then moved into place. A sibling of
 * a directory that is there already appears file by file, each atomically: the other files in it remain.
 */
public final class AtomicDirectory implements Artifacts {
    private static final int BUFFER = 1 << 16;

    private final Path temporary;
    private final Path away;
    private final Path target;
    private final boolean keepsOthers;

    private AtomicDirectory(Path temporary, Path away, Path target, boolean keepsOthers) {
        this.temporary = temporary;
        this.away = away;
        this.target = target;
        this.keepsOthers = keepsOthers;
    }

    /**
     * Creates the directory to fill.
     *
     * @param scratch on the disk of the target; a killed process leaves its incomplete files there
     */
    static AtomicDirectory start(Path scratch, String name, Path target) throws IOException {
        return start(scratch, name, target, false);
    }

    private static AtomicDirectory start(Path scratch, String name, Path target, boolean keepsOthers)
            throws IOException {
        Path temporary = scratch.resolve(name);
        Files.createDirectories(temporary);
        return new AtomicDirectory(temporary, scratch.resolve(name + "-old"), target, keepsOthers);
    }

    /** Creates a hidden directory next to the target to fill. */
    public static AtomicDirectory sibling(Path target) throws IOException {
        Path absolute = target.toAbsolutePath();
        Path parent = absolute.getParent();
        if (parent == null) {
            throw new IOException(target + " cannot be a directory of artifacts");
        }
        Files.createDirectories(parent);
        return start(
                parent,
                "." + absolute.getFileName() + "." + Long.toHexString(System.nanoTime()) + ".tmp",
                absolute,
                true);
    }

    @Override
    public OutputStream create(String name) throws IOException {
        return new BufferedOutputStream(new FlushedFile(temporary.resolve(name)), BUFFER);
    }

    @Override
    public void commit() throws IOException {
        AtomicFile.flushDirectory(temporary);
        if (keepsOthers && Files.isDirectory(target)) {
            moveFiles();
            return;
        }
        if (Files.exists(target)) {
            Files.move(target, away, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        AtomicFile.flushDirectory(target.resolve("..").normalize());
    }

    private void moveFiles() throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            for (Path file : files.toList()) {
                Files.move(file, target.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        AtomicFile.flushDirectory(target);
    }

    @Override
    public void close() throws IOException {
        Directories.delete(temporary);
        Directories.delete(away);
    }

    /** Flushed to the disk when it is closed. A file stream, because an interrupt would close a channel. */
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
