package io.mlops.task.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/** A file in memory as a channel to read from, because pipelines read files. */
final class MemoryChannel extends FileChannel {
    private final MemoryFile file;
    private long position;

    MemoryChannel(MemoryFile file) {
        this.file = file;
    }

    @Override
    public synchronized int read(ByteBuffer into) throws IOException {
        int read = read(into, position);
        position += Math.max(0, read);
        return read;
    }

    @Override
    public synchronized long read(ByteBuffer[] into, int offset, int length) throws IOException {
        long total = 0;
        for (int i = offset; i < offset + length; i++) {
            int read = read(into[i]);
            if (read < 0) {
                return total == 0 ? -1 : total;
            }
            total += read;
        }
        return total;
    }

    @Override
    public int read(ByteBuffer into, long from) throws IOException {
        requireOpen();
        return file.read(into, from);
    }

    @Override
    public synchronized long position() throws IOException {
        requireOpen();
        return position;
    }

    @Override
    public synchronized FileChannel position(long newPosition) throws IOException {
        requireOpen();
        position = newPosition;
        return this;
    }

    @Override
    public long size() throws IOException {
        requireOpen();
        return file.size();
    }

    @Override
    public long transferTo(long from, long count, WritableByteChannel target) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(count, 64 << 10));
        long written = 0;
        while (written < count
                && file.read(buffer.clear().limit((int) Math.min(buffer.capacity(), count - written)), from + written)
                        > 0) {
            written += target.write(buffer.flip());
        }
        return written;
    }

    private void requireOpen() throws ClosedChannelException {
        if (!isOpen()) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public int write(ByteBuffer from) {
        throw new NonWritableChannelException();
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
        throw new NonWritableChannelException();
    }

    @Override
    public int write(ByteBuffer from, long at) {
        throw new NonWritableChannelException();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long at, long count) {
        throw new NonWritableChannelException();
    }

    @Override
    public FileChannel truncate(long newSize) {
        throw new NonWritableChannelException();
    }

    @Override
    public void force(boolean metadata) {
        // nothing is written
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long at, long length) {
        throw new UnsupportedOperationException("a file in memory cannot be mapped");
    }

    @Override
    public FileLock lock(long at, long length, boolean shared) {
        throw new UnsupportedOperationException("a file in memory cannot be locked");
    }

    @Override
    public FileLock tryLock(long at, long length, boolean shared) {
        throw new UnsupportedOperationException("a file in memory cannot be locked");
    }

    @Override
    protected void implCloseChannel() {
        // the memory is released by the store
    }
}
