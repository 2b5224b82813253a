package io.mlops.task.csv;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** An open file: its first bytes to look at, then the rest in blocks. Gzip is told by its content, never by its name. */
final class CsvInput implements Closeable {
    private static final int FIRST_LOOK = 64 << 10;

    private final FileChannel channel;
    private final long fileSize;
    /** Null where the file is read by position. */
    private final @Nullable InputStream stream;

    private final CountingInputStream counted;
    private byte[] head = new byte[0];
    private boolean headIsAll;

    private CsvInput(FileChannel channel, long fileSize, CountingInputStream counted, @Nullable InputStream stream) {
        this.channel = channel;
        this.fileSize = fileSize;
        this.counted = counted;
        this.stream = stream;
    }

    static CsvInput open(Path path) throws IOException {
        FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
        try {
            boolean regular = Files.isRegularFile(path);
            CountingInputStream counted = new CountingInputStream(Channels.newInputStream(channel));
            byte[] magic = regular ? peek(channel) : counted.readNBytes(2);
            boolean gzip = magic.length == 2 && (magic[0] & 0xff) == 0x1f && (magic[1] & 0xff) == 0x8b;
            InputStream stream = null;
            if (!regular) {
                stream = new SequenceInputStream(new ByteArrayInputStream(magic), counted);
            }
            if (gzip) {
                stream = new GZIPInputStream(stream == null ? counted : stream, FIRST_LOOK);
            }
            return new CsvInput(channel, regular ? channel.size() : -1, counted, stream);
        } catch (IOException | RuntimeException | Error e) {
            channel.close();
            throw e;
        }
    }

    /** The file's first bytes, as far as was looked; none before {@link #readMore}. */
    byte[] head() {
        return head;
    }

    /** Whether {@link #head} is the whole file. */
    boolean isComplete() {
        return headIsAll;
    }

    /** In bytes on disk, -1 where it has no size. */
    long fileSize() {
        return fileSize;
    }

    /** Makes {@link #head} longer. */
    void readMore() throws IOException {
        int length = head.length;
        int wanted = Math.max(FIRST_LOOK, length);
        if (stream == null) {
            wanted = (int) Math.min(wanted, fileSize - length);
        }
        head = Arrays.copyOf(head, length + wanted);
        if (stream == null) {
            ByteBuffer buffer = ByteBuffer.wrap(head, length, wanted);
            while (buffer.hasRemaining() && channel.read(buffer, buffer.position()) >= 0) {}
            headIsAll = head.length == fileSize;
        } else {
            int read = stream.readNBytes(head, length, wanted);
            headIsAll = read < wanted;
            head = Arrays.copyOf(head, length + read);
        }
    }

    /** @param from where the data rows begin, in bytes from the start of {@link #head} */
    BlockSource blocks(int from, int blockSize) {
        if (stream == null) {
            return new FileBlocks(channel, from, fileSize, blockSize);
        }
        byte[] rest = Arrays.copyOfRange(head, from, head.length);
        return new StreamBlocks(rest, channel, stream, counted, blockSize);
    }

    /** Says what is wrong with a gzip file; other failures stay as they are. */
    static @Nullable CsvException gzipProblem(IOException e) {
        if (e instanceof EOFException) {
            return new CsvException("the gzip data ends too early; the file is cut off");
        }
        return e instanceof ZipException ? new CsvException("the gzip data is damaged: " + e.getMessage()) : null;
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
}
