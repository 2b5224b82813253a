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
        // with the byte before, which tells whether a line begins with the stretch
        long readFrom = index == 0 ? first : first - 1;
        int own = (int) (limit - readFrom);
        int length = read(block, 0, readFrom, (int) (Math.min(limit + SLACK, end) - readFrom));
        block.from = index == 0 ? 0 : LineEnds.afterFirst(block.bytes, 0, own - 1);
        if (block.from < 0) {
            block.from = 0;
            block.to = 0;
        } else if (block.last) {
            block.to = length;
        } else {
            endLastLine(block, own, length, readFrom);
        }
        return true;
    }

    /** Reads on to the end of the line that begins in the block's own bytes and goes on behind them. */
    private void endLastLine(Block block, int own, int read, long readFrom) throws IOException {
        int length = read;
        block.to = LineEnds.afterFirst(block.bytes, own - 1, length);
        if (block.to > 0) {
            return;
        }
        int line = LineEnds.afterLast(block.bytes, own);
        while (block.to < 0) {
            if (length - line > MAX_RECORD) {
                block.cutOff = true;
                block.to = line;
            } else if (readFrom + length == end) {
                block.to = length;
            } else {
                int more = (int) Math.min(Math.min(stretch, end - readFrom - length), line + MAX_RECORD + 1L - length);
                int searched = length;
                length += read(block, length, readFrom + length, more);
                block.to = LineEnds.afterFirst(block.bytes, searched, length);
            }
        }
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
}
