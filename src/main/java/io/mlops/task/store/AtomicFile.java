package io.mlops.task.store;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that is replaced atomically: it is written to a temporary file in the same directory, flushed to the disk and moved
 * into place by {@link #commit}. Closing it without a commit leaves the previous file. A target that is not a regular file
 * (a pipe, a device) is written directly. An interrupted thread can still write: a cancelled run leaves a record.
 */
public final class AtomicFile implements Closeable {
    private final Path target;
    private final Path temporary;
    private final FlushingStream stream;
    private boolean committed;

    private AtomicFile(Path target, Path temporary) throws IOException {
        this.target = target;
        this.temporary = temporary;
        // a pipe or a device cannot be flushed
        long interval = temporary.equals(target) ? Long.MAX_VALUE : FlushingStream.INTERVAL;
        this.stream = new FlushingStream(new FileOutputStream(temporary.toFile()), interval);
    }

    /** Creates the directory too if it does not exist. */
    public static AtomicFile start(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new FileSystemException(path.toString(), null, "must be a file, was a directory");
        }
        boolean exists = Files.exists(path);
        if (exists && !Files.isRegularFile(path)) {
            return new AtomicFile(path, path);
        }
        if (Files.isSymbolicLink(path) && !exists) {
            Path linked = path.resolveSibling(Files.readSymbolicLink(path));
            if (Files.isSymbolicLink(linked)) {
                throw new FileSystemException(path.toString(), null, "is a broken link to another link");
            }
            return start(linked);
        }
        Path target = exists ? path.toRealPath() : path.toAbsolutePath();
        Path directory = parent(target);
        Files.createDirectories(directory);
        Path temporary =
                directory.resolve("." + target.getFileName() + "." + Long.toHexString(System.nanoTime()) + ".tmp");
        try {
            Files.createFile(temporary);
        } catch (FileSystemException e) {
            throw naming(target, e);
        }
        return new AtomicFile(target, temporary);
    }

    public static void write(Path path, byte[] content) throws IOException {
        try (AtomicFile file = start(path)) {
            file.append(content);
            file.commit();
        }
    }

    OutputStream stream() {
        return stream;
    }

    public void append(byte[] content) throws IOException {
        try {
            stream.write(content);
        } catch (IOException e) {
            throw new FileSystemException(target.toString(), null, e.getMessage());
        }
    }

    public void commit() throws IOException {
        if (!temporary.equals(target)) {
            stream.sync();
            stream.close();
            try {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileSystemException e) {
                throw naming(target, e);
            }
            flushDirectory(parent(target));
        }
        committed = true;
    }

    @Override
    public void close() throws IOException {
        stream.close();
        if (!committed && !temporary.equals(target)) {
            Files.deleteIfExists(temporary);
        }
    }

    /** Without this, a file that was just moved into a directory may be lost in a power failure. */
    static void flushDirectory(Path directory) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            while (!isFlushed(directory)) {
                interrupted = true;
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns false if the thread was interrupted, which it then no longer is. */
    @SuppressWarnings("ResultOfMethodCallIgnored")
    private static boolean isFlushed(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
            return true;
        } catch (ClosedByInterruptException e) {
            Thread.interrupted();
            return false;
        }
    }

    private static Path parent(Path target) throws IOException {
        Path directory = target.getParent();
        if (directory == null) {
            throw new FileSystemException(target.toString(), null, "must be a file, was a directory");
        }
        return directory;
    }

    /** Returns the same failure for the path that the caller knows, instead of the temporary one. */
    private static FileSystemException naming(Path path, FileSystemException e) {
        return e instanceof AccessDeniedException
                ? new AccessDeniedException(path.toString())
                : new FileSystemException(path.toString(), null, e.getReason());
    }
}
