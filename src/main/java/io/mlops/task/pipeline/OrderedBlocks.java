package io.mlops.task.pipeline;

import io.mlops.task.bytes.ByteBuilder;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Blocks of a file that threads make and one writes, in order. If the file is compressed, each block is a gzip member of its
 * own (RFC 1952, section 2.2). A few blocks at most are held.
 */
final class OrderedBlocks implements Closeable {
    private final OutputStream out;
    private final boolean gzip;
    private final int maxPending;
    private final ExecutorService makers;
    private final Queue<Future<ByteBuilder>> pending = new ArrayDeque<>();

    OrderedBlocks(OutputStream out, boolean gzip, int threads) {
        this.out = out;
        this.gzip = gzip;
        this.maxPending = 2 * threads;
        this.makers = Executors.newFixedThreadPool(threads, task -> {
            Thread maker = new Thread(task, "signals");
            maker.setDaemon(true);
            return maker;
        });
    }

    /** @throws NotWritten if an earlier block cannot be written */
    void add(Supplier<ByteBuilder> block) {
        pending.add(makers.submit(() -> gzip ? compressed(block.get()) : block.get()));
        while (pending.size() > maxPending) {
            writeNext();
        }
    }

    /** Writes all that was added. */
    void finish() {
        while (!pending.isEmpty()) {
            writeNext();
        }
    }

    private void writeNext() {
        try {
            ByteBuilder block = pending.remove().get();
            if (block.length() > 0) {
                out.write(block.bytes(), 0, block.length());
            }
        } catch (IOException e) {
            throw new NotWritten(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotWritten(new InterruptedIOException("interrupted"));
        }
    }

    /** A block cannot be written. */
    static final class NotWritten extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final IOException reason;

        NotWritten(IOException reason) {
            super(reason);
            this.reason = reason;
        }

        IOException reason() {
            return reason;
        }
    }

    private static ByteBuilder compressed(ByteBuilder block) throws IOException {
        if (block.length() == 0) {
            return block;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(block.length() / 2);
        try (GZIPOutputStream member = new Fast(bytes)) {
            member.write(block.bytes(), 0, block.length());
        }
        return new ByteBuilder(bytes.size()).append(bytes.toByteArray());
    }

    private static final class Fast extends GZIPOutputStream {
        Fast(OutputStream out) throws IOException {
            super(out);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    @Override
    public void close() {
        makers.shutdownNow();
    }
}
