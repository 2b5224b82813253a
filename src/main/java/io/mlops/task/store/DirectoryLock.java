package io.mlops.task.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/** Excludes other writers to a directory, in this process and in others, until {@link #close}. */
final class DirectoryLock implements Closeable {
    // Java rejects a second file lock of the same process instead of waiting for the first.
    private static final ReentrantLock THIS_PROCESS = new ReentrantLock();

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Waits for the lock; creates the directory if it does not exist. */
    @SuppressWarnings("resource") // the lock lives as long as its channel, which close() ends
    static DirectoryLock acquire(Path directory) throws IOException {
        Files.createDirectories(directory);
        THIS_PROCESS.lock();
        try {
            FileChannel channel =
                    FileChannel.open(directory.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.lock();
            return new DirectoryLock(channel);
        } catch (IOException e) {
            THIS_PROCESS.unlock();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            THIS_PROCESS.unlock();
        }
    }
}
