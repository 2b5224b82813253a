package io.mlops.task.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The first bytes of a stream, or all of a small one, in memory that all such files share. */
final class MemoryFile implements Closeable {
    static final int MAX_BYTES = 2 << 20;

    private static final int CHUNK = 256 << 10;
    private static final int MAX_CHUNKS = MAX_BYTES / CHUNK;

    private final Memory memory;
    private final List<byte[]> chunks;
    private long size;
    private boolean complete;
    private boolean closed;

    /** The bytes that all files together may take. */
    static final class Memory {
        private final AtomicLong free;

        Memory(long bytes) {
            free = new AtomicLong(bytes);
        }

        private boolean take() {
            return free.getAndUpdate(bytes -> bytes < CHUNK ? bytes : bytes - CHUNK) >= CHUNK;
        }

        private void release(long bytes) {
            free.addAndGet(bytes);
        }

        long free() {
            return free.get();
        }
    }

    private MemoryFile(Memory memory, List<byte[]> chunks) {
        this.memory = memory;
        this.chunks = chunks;
    }

    /** Reads a stream to its end, or as long as it is small and there is memory. */
    static MemoryFile read(InputStream in, Memory memory) throws IOException {
        MemoryFile file = new MemoryFile(memory, new ArrayList<>());
        try {
            while (!file.complete && file.grow()) {
                file.fill(in);
            }
            return file;
        } catch (IOException | RuntimeException | Error e) {
            file.close();
            throw e;
        }
    }

    private boolean grow() {
        if (chunks.size() == MAX_CHUNKS || !memory.take()) {
            return false;
        }
        try {
            chunks.add(new byte[CHUNK]);
        } catch (OutOfMemoryError e) {
            memory.release(CHUNK);
            throw e;
        }
        return true;
    }

    private void fill(InputStream in) throws IOException {
        byte[] chunk = chunks.get(chunks.size() - 1);
        int read = in.readNBytes(chunk, 0, CHUNK);
        size += read;
        complete = read < CHUNK;
        if (read <= CHUNK / 2) {
            byte[] trimmed = Arrays.copyOf(chunk, read);
            chunks.set(chunks.size() - 1, trimmed);
            memory.release(CHUNK - trimmed.length);
        }
    }

    /** Whether the stream ended. */
    boolean isComplete() {
        return complete;
    }

    long size() {
        return size;
    }

    FileChannel open() {
        return new MemoryChannel(this);
    }

    /** Copies from {@code position} to a buffer; returns how many bytes, -1 at the end. */
    int read(ByteBuffer into, long position) {
        if (position >= size) {
            return -1;
        }
        int start = into.position();
        long at = position;
        while (into.hasRemaining() && at < size) {
            int offset = (int) (at % CHUNK);
            int length = (int) Math.min(Math.min(into.remaining(), CHUNK - offset), size - at);
            into.put(chunks.get((int) (at / CHUNK)), offset, length);
            at += length;
        }
        return into.position() - start;
    }

    /** Returns the same file, and leaves none here to close. */
    synchronized MemoryFile handOver() {
        MemoryFile file = new MemoryFile(memory, chunks);
        file.size = size;
        file.complete = complete;
        file.closed = closed;
        closed = true;
        return file;
    }

    void writeTo(OutputStream out) throws IOException {
        long left = size;
        for (byte[] chunk : chunks) {
            int length = (int) Math.min(left, CHUNK);
            out.write(chunk, 0, length);
            left -= length;
        }
    }

    /** Releases the memory. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            memory.release(chunks.stream().mapToLong(chunk -> chunk.length).sum());
        }
    }
}
