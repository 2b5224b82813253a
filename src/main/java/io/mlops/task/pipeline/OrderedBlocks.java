package io.mlops.task.pipeline;

import io.mlops.task.bytes.ByteBuilder;
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
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Blocks of a file that threads make, and compress if it is compressed, and one writes, in order. A few blocks at most are
 * held. Together they are one gzip member (RFC 1952): many clients read no more than the first.
 */
final class OrderedBlocks implements Closeable {
    /** Deflate, no name, no time, an unknown system. */
    private static final byte[] GZIP_HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    /** The last block of deflate, an empty one (RFC 1951, section 3.2.6). */
    private static final byte[] LAST_BLOCK = {3, 0};

    private final OutputStream out;
    private final boolean gzip;
    private final int maxPending;
    private final ExecutorService makers;
    private final Queue<Future<Block>> pending = new ArrayDeque<>();
    private final CRC32 crc = new CRC32();
    private long size;
    private boolean started;

    /** @param written what is written of the text */
    private record Block(ByteBuilder text, ByteBuilder written) {}

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
        pending.add(makers.submit(() -> {
            ByteBuilder text = block.get();
            return new Block(text, gzip ? deflated(text) : text);
        }));
        while (pending.size() > maxPending) {
            writeNext();
        }
    }

    /** Writes all that was added, and the end of the file. */
    void finish() {
        while (!pending.isEmpty()) {
            writeNext();
        }
        if (gzip) {
            ByteBuilder end = new ByteBuilder(32)
                    .append(started ? new byte[0] : GZIP_HEADER)
                    .append(LAST_BLOCK);
            write(littleEndian(size, littleEndian(crc.getValue(), end)));
        }
    }

    private static ByteBuilder littleEndian(long value, ByteBuilder to) {
        for (int shift = 0; shift < Integer.SIZE; shift += Byte.SIZE) {
            to.append((int) (value >>> shift));
        }
        return to;
    }

    private void writeNext() {
        try {
            Block block = pending.remove().get();
            if (gzip && !started) {
                write(new ByteBuilder(GZIP_HEADER.length).append(GZIP_HEADER));
            }
            started = true;
            crc.update(block.text.bytes(), 0, gzip ? block.text.length() : 0);
            size += block.text.length();
            write(block.written);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotWritten(new InterruptedIOException("interrupted"));
        }
    }

    private void write(ByteBuilder bytes) {
        try {
            if (bytes.length() > 0) {
                out.write(bytes.bytes(), 0, bytes.length());
            }
        } catch (IOException e) {
            throw new NotWritten(e);
        }
    }

    /** Returns blocks of deflate that others may follow. */
    private static ByteBuilder deflated(ByteBuilder text) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
        try {
            deflater.setInput(text.bytes(), 0, text.length());
            ByteBuilder blocks = new ByteBuilder(text.length() / 2 + 64);
            int room = Math.max(64, text.length() / 4);
            int written = room;
            while (written == room) {
                byte[] bytes = blocks.reserve(room);
                written = deflater.deflate(bytes, blocks.length(), room, Deflater.SYNC_FLUSH);
                blocks.setLength(blocks.length() + written);
            }
            return blocks;
        } finally {
            deflater.end();
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

    @Override
    public void close() {
        makers.shutdownNow();
    }
}
