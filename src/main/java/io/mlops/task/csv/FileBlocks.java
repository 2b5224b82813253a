package io.mlops.task.csv;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Blocks of a regular file, read by position and in parallel. Block {@code i} has the lines that start in the
 * {@code i}-th range of the file.
 */
final class FileBlocks implements BlockSource {
    private static final int SLACK = 4096;
    private final FileChannel channel;
    private final long start;
    private final long end;
    private final int blockSize;
    private final AtomicLong claimed = new AtomicLong();

    /** @param start offset of the first data row, in bytes */
    FileBlocks(FileChannel channel, long start, long end, int blockSize) {
        this.channel = channel;
        this.start = start;
        this.end = end;
        this.blockSize = blockSize;
    }

    @Override
    public boolean next(Block block) throws IOException {
        long index = claimed.getAndIncrement();
        long first = start + index * blockSize;
        if (first >= end) {
            return false;
        }
        long limit = Math.min(first + blockSize, end);
        block.sequence = index;
        block.last = limit == end;
        block.bytesRead = limit;
        // including the byte before, which decides whether a line starts at the start of the range
        long readFrom = index == 0 ? first : first - 1;
        int own = (int) (limit - readFrom);
        int length = read(block, 0, readFrom, (int) (Math.min(limit + SLACK, end) - readFrom));
        block.from = index == 0 ? 0 : BlockSource.afterFirstNewline(block.bytes, 0, own - 1);
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

    /** Continues to the end of the line that starts in the block's own range and ends after it. */
    private void endLastLine(Block block, int own, int read, long readFrom) throws IOException {
        int length = read;
        block.to = BlockSource.afterFirstNewline(block.bytes, own - 1, length);
        if (block.to > 0) {
            return;
        }
        int line = BlockSource.afterLastNewline(block.bytes, own);
        while (block.to < 0) {
            if (length - line > MAX_RECORD_BYTES) {
                block.cutOff = true;
                block.to = line;
            } else if (readFrom + length == end) {
                block.to = length;
            } else {
                int more = (int)
                        Math.min(Math.min(blockSize, end - readFrom - length), line + MAX_RECORD_BYTES + 1L - length);
                int searched = length;
                length += read(block, length, readFrom + length, more);
                block.to = BlockSource.afterFirstNewline(block.bytes, searched, length);
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
                throw new IOException("the file was truncated while it was read");
            }
        }
        return length;
    }
}
