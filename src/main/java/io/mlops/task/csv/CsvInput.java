package io.mlops.task.csv;

import io.mlops.task.compression.GzipStream;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** An open file: its first bytes to inspect, then the rest in blocks. Gzip is detected by content, never by name. */
final class CsvInput implements Closeable {
    private static final int HEAD_SIZE = 64 << 10;

    private final FileChannel channel;
    private final long fileSize;
    /** Null if the file is read by position. */
    private final @Nullable InputStream stream;

    private final CountingStream counted;
    private byte[] head = new byte[0];
    private boolean headIsComplete;

    private CsvInput(FileChannel channel, long fileSize, CountingStream counted, @Nullable InputStream stream) {
        this.channel = channel;
        this.fileSize = fileSize;
        this.counted = counted;
        this.stream = stream;
    }

    /** @param channel is closed with the input */
    static CsvInput of(FileChannel channel) throws IOException {
        try {
            boolean regular = hasPositions(channel);
            CountingStream counted = new CountingStream(Channels.newInputStream(channel));
            byte[] magic = regular ? peek(channel) : counted.readNBytes(2);
            InputStream stream = null;
            if (!regular) {
                stream = new SequenceInputStream(new ByteArrayInputStream(magic), counted);
            }
            if (GzipStream.isGzip(magic)) {
                stream = new GzipStream(stream == null ? counted : stream, HEAD_SIZE);
            }
            return new CsvInput(channel, regular ? channel.size() : -1, counted, stream);
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    /** Whether it can be read by position: a pipe has none, and a device no size. */
    private static boolean hasPositions(FileChannel channel) throws ClosedChannelException {
        try {
            return channel.position() >= 0 && channel.size() > 0;
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns the file's first bytes, as many as have been read; none before {@link #readMore}. */
    byte[] head() {
        return head;
    }

    /** Whether {@link #head} is the whole file. */
    boolean isComplete() {
        return headIsComplete;
    }

    /** Returns the bytes on disk, -1 if it has no size. */
    long fileSize() {
        return fileSize;
    }

    /** Extends {@link #head}. */
    void readMore() throws IOException {
        int length = head.length;
        int requested = Math.max(HEAD_SIZE, length);
        if (stream == null) {
            requested = (int) Math.min(requested, fileSize - length);
        }
        head = Arrays.copyOf(head, length + requested);
        if (stream == null) {
            ByteBuffer buffer = ByteBuffer.wrap(head, length, requested);
            while (buffer.hasRemaining() && channel.read(buffer, buffer.position()) >= 0) {}
            headIsComplete = head.length == fileSize;
        } else {
            int read = stream.readNBytes(head, length, requested);
            headIsComplete = read < requested;
            head = Arrays.copyOf(head, length + read);
        }
    }

    /** @param from where the data rows start, in bytes from the start of {@link #head} */
    BlockSource blocks(int from, int blockSize) {
        if (stream == null) {
            return new FileBlocks(channel, from, fileSize, blockSize);
        }
        byte[] rest = Arrays.copyOfRange(head, from, head.length);
        return new StreamBlocks(rest, channel, stream, counted, blockSize);
    }

    /** Returns how many bytes after the compressed data were ignored; known at the end. */
    long trailingBytes() {
        return stream instanceof GzipStream gzip ? gzip.trailingBytes() : 0;
    }

    /** Returns what is wrong with a gzip file; null for any other failure. */
    static @Nullable CsvException gzipProblem(IOException e) {
        if (e instanceof EOFException) {
            return CsvException.ofFile("the gzip data ends too early; the file is cut off");
        }
        return e instanceof ZipException ? CsvException.ofFile("the gzip data is damaged: " + e.getMessage()) : null;
    }

    @Override
    public void close() throws IOException {
        try {
            if (stream != null) {
                stream.close();
            }
        } finally {
            channel.close();
        }
    }

    private static byte[] peek(FileChannel channel) throws IOException {
        ByteBuffer magic = ByteBuffer.allocate(2);
        int read = channel.read(magic, 0);
        return Arrays.copyOf(magic.array(), Math.max(read, 0));
    }

    /** Counts the bytes read from a stream. */
    private static final class CountingStream extends FilterInputStream implements LongSupplier {
        private volatile long count;

        CountingStream(InputStream in) {
            super(in);
        }

        @Override
        public long getAsLong() {
            return count;
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            add(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            add(Math.max(read, 0));
            return read;
        }

        private synchronized void add(int read) {
            count += read;
        }
    }
}
