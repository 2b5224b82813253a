package io.mlops.task.store;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
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
 * to its place by {@link #commit}. Closing it without a commit leaves the previous file. A target that is not a regular file
 * (a pipe, a device) is written directly. An interrupted thread can still write: a cancelled run leaves a record.
 */
public final class AtomicFile implements Closeable {
    private final Path target;
    private final Path temporary;
    private final FileOutputStream stream;
    private boolean committed;

    private AtomicFile(Path target, Path temporary) throws IOException {
        this.target = target;
        this.temporary = temporary;
        this.stream = new FileOutputStream(temporary.toFile());
    }

    /** Makes the folder too, where it is not there yet. */
    public static AtomicFile start(Path place) throws IOException {
        if (Files.isDirectory(place)) {
            throw new FileSystemException(place.toString(), null, "must be a file, was a directory");
        }
        boolean exists = Files.exists(place);
        if (exists && !Files.isRegularFile(place)) {
            return new AtomicFile(place, place);
        }
        if (Files.isSymbolicLink(place) && !exists) {
            Path linked = place.resolveSibling(Files.readSymbolicLink(place));
            if (Files.isSymbolicLink(linked)) {
                throw new FileSystemException(place.toString(), null, "leads nowhere, over more than one link");
            }
            return start(linked);
        }
        Path target = exists ? place.toRealPath() : place.toAbsolutePath();
        Path folder = folder(target);
        Files.createDirectories(folder);
        Path temporary =
                folder.resolve("." + target.getFileName() + "." + Long.toHexString(System.nanoTime()) + ".tmp");
        try {
            Files.createFile(temporary);
        } catch (FileSystemException e) {
            throw naming(target, e);
        }
        return new AtomicFile(target, temporary);
    }

    public static void write(Path place, byte[] content) throws IOException {
        try (AtomicFile file = start(place)) {
            file.append(content);
            file.commit();
        }
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
            stream.getFD().sync();
            stream.close();
            try {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileSystemException e) {
                throw naming(target, e);
            }
            flushDirectory(folder(target));
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

    /** Without this a file that was just moved into a folder may be gone after a power cut. */
    static void flushDirectory(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (ClosedByInterruptException e) {
            // The file is in its place; the thread stays interrupted for the caller.
            Thread.currentThread().interrupt();
        }
    }

    private static Path folder(Path target) throws IOException {
        Path folder = target.getParent();
        if (folder == null) {
            throw new FileSystemException(target.toString(), null, "must be a file, was a directory");
        }
        return folder;
    }

    /** Returns the same failure for the path that the caller knows, instead of the temporary one. */
    private static FileSystemException naming(Path place, FileSystemException e) {
        return e instanceof AccessDeniedException
                ? new AccessDeniedException(place.toString())
                : new FileSystemException(place.toString(), null, e.getReason());
    }
}
