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
 * A file that appears whole or not at all: it is written beside its place, flushed to the disk and moved there by
 * {@link #commit}. Closing it without a commit leaves what stood there before. A place that is no regular file (a pipe, a
 * device) is written to as it is. A thread that is interrupted can still write: who is told to stop leaves a record.
 */
public final class AtomicFile implements Closeable {
    private final Path target;
    private final Path beside;
    private final FileOutputStream stream;
    private boolean committed;

    private AtomicFile(Path target, Path beside) throws IOException {
        this.target = target;
        this.beside = beside;
        this.stream = new FileOutputStream(beside.toFile());
    }

    /** Makes the folder too, where it is not there yet. */
    public static AtomicFile start(Path place) throws IOException {
        if (Files.isDirectory(place)) {
            throw new FileSystemException(place.toString(), null, "is a folder, wanted a file");
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
        Path beside = folder.resolve("." + target.getFileName() + "." + Long.toHexString(System.nanoTime()) + ".tmp");
        try {
            Files.createFile(beside);
        } catch (FileSystemException e) {
            throw naming(target, e);
        }
        return new AtomicFile(target, beside);
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
        if (!beside.equals(target)) {
            stream.getFD().sync();
            stream.close();
            try {
                Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
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
        if (!committed && !beside.equals(target)) {
            Files.deleteIfExists(beside);
        }
    }

    /** Without this a file that was just moved into a folder may be gone after a power cut. */
    static void flushDirectory(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (ClosedByInterruptException e) {
            // The file is in its place; the interrupt is for the caller, whose thread still carries it.
            Thread.currentThread().interrupt();
        }
    }

    private static Path folder(Path target) throws IOException {
        Path folder = target.getParent();
        if (folder == null) {
            throw new FileSystemException(target.toString(), null, "is a folder, wanted a file");
        }
        return folder;
    }

    /** The same failure, told of the place that the caller knows and not of the one beside it. */
    private static FileSystemException naming(Path place, FileSystemException e) {
        return e instanceof AccessDeniedException
                ? new AccessDeniedException(place.toString())
                : new FileSystemException(place.toString(), null, e.getReason());
    }
}
