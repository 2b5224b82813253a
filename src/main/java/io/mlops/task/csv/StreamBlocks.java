package io.mlops.task.csv;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channel;
import java.util.Arrays;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** Blocks of a gzip file or a pipe: one thread at a time reads the next, while others parse theirs. */
final class StreamBlocks implements BlockSource {
    /** Not a monitor: a thread that waits for its turn to read can be interrupted. */
    private final Lock reading = new ReentrantLock();

    private final Channel channel;
    private final InputStream stream;
    private final LongSupplier position;
    private final int size;
    private byte[] carry;
    private long sequence;
    private boolean ended;

    /**
     * @param head bytes of the data rows that have been read already
     * @param channel the source of the stream's bytes
     * @param position number of bytes of the file that have been read
     */
    StreamBlocks(byte[] head, Channel channel, InputStream stream, LongSupplier position, int size) {
        this.carry = head;
        this.channel = channel;
        this.stream = stream;
        this.position = position;
        this.size = size;
    }

    @Override
    public boolean next(Block block) throws IOException, InterruptedException {
        reading.lockInterruptibly();
        try {
            return !ended && fill(block);
        } finally {
            reading.unlock();
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private boolean fill(Block block) throws IOException {
        block.sequence = sequence++;
        block.from = 0;
        int length = carry.length;
        if (block.capacity() < length + size) {
            block.bytes = new byte[length + size + RowParser.PADDING];
        }
        System.arraycopy(carry, 0, block.bytes, 0, length);
        int lineEnd = 0;
        while (lineEnd == 0 && !ended) {
            if (length > MAX_RECORD_BYTES) {
                block.cutOff = true;
                ended = true;
                break;
            }
            if (length == block.capacity()) {
                block.bytes = Arrays.copyOf(block.bytes, length + size + RowParser.PADDING);
            }
            int requested = Math.min(block.capacity(), MAX_RECORD_BYTES + 1) - length;
            int read = stream.readNBytes(block.bytes, length, requested);
            length += read;
            ended = read < requested;
            lineEnd = ended ? length : BlockSource.afterLastNewline(block.bytes, length);
        }
        carry = Arrays.copyOfRange(block.bytes, lineEnd, length);
        block.to = lineEnd;
        block.last = ended && !block.cutOff;
        block.bytesRead = position.getAsLong();
        return true;
    }
}
