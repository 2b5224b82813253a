package io.mlops.task.store;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Opens files that may be replaced by a pipe at any moment. Opening a pipe blocks until it has a writer, which nothing
 * can interrupt; so it is done on a thread that is abandoned after a while.
 */
final class OpenWithTimeout {
    /** Threads that may wait for pipes; each ends when its pipe has a writer. */
    private static final int MAX_THREADS = 100;

    private final Duration timeout;
    private final Semaphore threads = new Semaphore(MAX_THREADS);

    OpenWithTimeout(Duration timeout) {
        this.timeout = timeout;
    }

    /**
     * @param name of the file, for messages
     * @throws FileSystemException if it takes too long, or is a pipe
     */
    SeekableByteChannel open(String name, Callable<SeekableByteChannel> opening) throws IOException {
        if (!threads.tryAcquire()) {
            throw new FileSystemException(name, null, "too many files are being opened");
        }
        AtomicBoolean decided = new AtomicBoolean();
        FutureTask<SeekableByteChannel> task = new FutureTask<>(() -> {
            try {
                SeekableByteChannel channel = opening.call();
                if (decided.getAndSet(true)) {
                    channel.close();
                }
                return channel;
            } finally {
                threads.release();
            }
        });
        Thread thread = new Thread(task, "open-input");
        thread.setDaemon(true);
        thread.start();
        try {
            return requireRegular(name, await(task, decided, name));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + name + " was opened");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IOException(String.valueOf(e.getCause()), e.getCause());
        }
    }

    /** @param decided set by whichever is first: the thread that has opened the file, or this one, which abandons it */
    private SeekableByteChannel await(FutureTask<SeekableByteChannel> task, AtomicBoolean decided, String name)
            throws FileSystemException, ExecutionException, InterruptedException {
        try {
            return task.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            if (decided.getAndSet(true)) {
                return task.get();
            }
            throw new FileSystemException(
                    name, null, "it cannot be opened within " + timeout.toSeconds() + " s; is it a pipe?");
        } catch (InterruptedException e) {
            if (decided.getAndSet(true)) {
                return task.get();
            }
            throw e;
        }
    }

    private static SeekableByteChannel requireRegular(String name, SeekableByteChannel channel) throws IOException {
        try {
            channel.position();
            return channel;
        } catch (IOException e) {
            channel.close();
            throw new FileSystemException(name, null, "must be a regular file, was a pipe or a device");
        }
    }
}
