package io.mlops.task.store;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes a file, and flushes it to the disk in the background while it is written, so that little is left to flush at its
 * end. For one writing thread.
 */
final class FlushingStream extends OutputStream {
    static final long INTERVAL = 32 << 20;

    private final FileOutputStream file;
    private final long interval;
    private long unflushed;
    private @Nullable Thread flusher;
    /** Linux reports a failed flush once: without this the last flush would succeed. */
    private volatile @Nullable IOException failure;

    /** @param interval in bytes between two flushes */
    FlushingStream(FileOutputStream file, long interval) {
        this.file = file;
        this.interval = interval;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b});
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        rethrow();
        file.write(bytes, offset, length);
        unflushed += length;
        if (unflushed >= interval && (flusher == null || !flusher.isAlive())) {
            unflushed = 0;
            flusher = new Thread(this::flushInBackground, "flush");
            flusher.setDaemon(true);
            flusher.start();
        }
    }

    private void flushInBackground() {
        try {
            file.getFD().sync();
        } catch (IOException e) {
            failure = e;
        }
    }

    /** Flushes all that was written to the disk. */
    void sync() throws IOException {
        awaitFlusher();
        rethrow();
        file.getFD().sync();
    }

    @Override
    public void close() throws IOException {
        awaitFlusher();
        file.close();
    }

    /** Stays interrupted if it was: a cancelled run is still written. */
    private void awaitFlusher() {
        boolean interrupted = false;
        while (flusher != null && flusher.isAlive()) {
            try {
                flusher.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void rethrow() throws IOException {
        IOException failed = failure;
        if (failed != null) {
            throw failed;
        }
    }
}
