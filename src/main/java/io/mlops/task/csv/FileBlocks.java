package io.mlops.task.csv;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Blocks of a regular file, read by position and in parallel. Block {@code i} holds the lines that begin in the
 * {@code i}-th stretch of the file.
 */
final class FileBlocks implements BlockSource {
    private static final int SLACK = 4096;
    private final FileChannel channel;
    private final long begin;
    private final long end;
    private final int stretch;
    private final AtomicLong claimed = new AtomicLong();

    /** @param begin where the first data row begins, in bytes from the start of the file */
    FileBlocks(FileChannel channel, long begin, long end, int stretch) {
        this.channel = channel;
        this.begin = begin;
        this.end = end;
        this.stretch = stretch;
    }

    @Override
    public boolean next(Block block) throws IOException {
        long index = claimed.getAndIncrement();
        long first = begin + index * stretch;
        if (first >= end) {
            return false;
        }
        long limit = Math.min(first + stretch, end);
        block.sequence = index;
        block.last = limit == end;
        block.bytesRead = limit;
        long readFrom = index == 0 ? first : first - 1;
        int length = read(block, 0, readFrom, (int) (Math.min(limit + SLACK, end) - readFrom));
        int own = (int) (limit - readFrom);
        block.from = index == 0 ? 0 : afterNewline(block.bytes, 0, own - 1);
        if (block.from < 0) {
            block.from = 0;
            block.to = 0;
            return true;
        }
        if (block.last) {
            block.to = length;
            return true;
        }
        block.to = afterNewline(block.bytes, own - 1, length);
        while (block.to < 0) {
            if (readFrom + length == end) {
                block.to = length;
                break;
            }
            if (length - block.from > MAX_RECORD) {
                block.cutOff = true;
                block.to = Math.max(block.from, beforeLastLine(block.bytes, own));
                break;
            }
            int searched = length;
            length += read(block, length, readFrom + length, (int) Math.min(stretch, end - readFrom - length));
            block.to = afterNewline(block.bytes, searched, length);
        }
        return true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private int read(Block block, int at, long position, int length) throws IOException {
        if (at + length > block.capacity()) {
            block.bytes = Arrays.copyOf(block.bytes, at + length + RowParser.PADDING);
        }
        ByteBuffer buffer = ByteBuffer.wrap(block.bytes);
        buffer.position(at).limit(at + length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position() - at) < 0) {
                throw new IOException("the file became shorter while it was read");
            }
        }
        return length;
    }

    private static int beforeLastLine(byte[] bytes, int to) {
        int at = to;
        while (at > 0 && bytes[at - 1] != '\n') {
            at--;
        }
        return at;
    }

    private static int afterNewline(byte[] bytes, int from, int to) {
        for (int at = from; at < to; at++) {
            if (bytes[at] == '\n') {
                return at + 1;
            }
        }
        return -1;
    }
}
