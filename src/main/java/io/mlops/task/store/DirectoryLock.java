package io.mlops.task.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;

/** One writer to a folder at a time, among the threads of this process and among processes; released by {@link #close}. */
final class DirectoryLock implements Closeable {
    // Java rejects a second file lock of the same process instead of waiting for the first.
    private static final ReentrantLock THIS_PROCESS = new ReentrantLock();

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /** Waits for it; makes the folder where it is not there yet. */
    @SuppressWarnings("resource") // the lock lives as long as its channel, which close() ends
    static DirectoryLock acquire(Path folder) throws IOException {
        Files.createDirectories(folder);
        THIS_PROCESS.lock();
        try {
            FileChannel channel =
                    FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
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
