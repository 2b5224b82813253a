package io.mlops.task.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that appears whole or not at all: it is written beside its place, flushed to the disk and moved there by
 * {@link #commit}. Closing it without a commit leaves what stood there before. A place that is no regular file (a pipe, a
 * device) is written to as it is.
 */
public final class WholeFile implements Closeable {
    private final Path target;
    private final Path beside;
    private final FileChannel channel;
    private boolean committed;

    private WholeFile(Path target, Path beside, FileChannel channel) {
        this.target = target;
        this.beside = beside;
        this.channel = channel;
    }

    /** Makes the folder too, where it is not there yet. */
    public static WholeFile begin(Path place) throws IOException {
        boolean exists = Files.exists(place);
        Path target = exists ? place.toRealPath() : place.toAbsolutePath();
        if (exists && !Files.isRegularFile(target) && !Files.isDirectory(target)) {
            return new WholeFile(target, target, FileChannel.open(target, StandardOpenOption.WRITE));
        }
        Path folder = folder(target);
        Files.createDirectories(folder);
        String name = "." + target.getFileName() + "." + Long.toHexString(System.nanoTime()) + ".tmp";
        Path beside = folder.resolve(name);
        FileChannel channel = FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        return new WholeFile(target, beside, channel);
    }

    public static void write(Path place, byte[] content) throws IOException {
        try (WholeFile file = begin(place)) {
            file.append(content);
            file.commit();
        }
    }

    public void append(byte[] content) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    public void commit() throws IOException {
        if (!beside.equals(target)) {
            channel.force(true);
            channel.close();
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE);
            flushFolder(folder(target));
        }
        committed = true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (!committed && !beside.equals(target)) {
            Files.deleteIfExists(beside);
        }
    }

    /** Without this a file that was just moved into a folder may be gone after a power cut. */
    static void flushFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path folder(Path target) throws IOException {
        Path folder = target.getParent();
        if (folder == null) {
            throw new IOException(target + " is a folder, wanted a file");
        }
        return folder;
    }
}
