package io.mlops.task.layout;

import io.mlops.task.compression.ArchiveException;
import io.mlops.task.compression.Compression;
import io.mlops.task.compression.GzipStream;
import io.mlops.task.text.Messages;
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
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongSupplier;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** An open file as UTF-8 text: its first bytes to inspect, then the rest, by position if the file is stored as plain UTF-8. */
public final class TextInput implements Closeable {
    private static final int HEAD_SIZE = 64 << 10;

    private final FileChannel channel;
    private final long fileSize;
    private final Compression compression;
    private final LongSupplier bytesRead;
    /** Null if the file is read by position. */
    private @Nullable InputStream stream;

    private @Nullable GzipStream gzip;
    private Charset encoding = StandardCharsets.UTF_8;
    private byte[] head = new byte[0];
    private boolean headIsComplete;

    private TextInput(
            FileChannel channel,
            long fileSize,
            Compression compression,
            LongSupplier bytesRead,
            @Nullable InputStream stream) {
        this.channel = channel;
        this.fileSize = fileSize;
        this.compression = compression;
        this.bytesRead = bytesRead;
        this.stream = stream;
        this.gzip = stream instanceof GzipStream members ? members : null;
    }

    /**
     * Opens a file and reads its first bytes.
     *
     * @param channel is closed with the input
     * @throws UnreadableFileException if it is not readable text
     */
    public static TextInput open(FileChannel channel, Dialect dialect) throws IOException, UnreadableFileException {
        TextInput input = null;
        Compression compression = Compression.NONE;
        try {
            boolean regular = hasPositions(channel);
            CountingStream counted = new CountingStream(Channels.newInputStream(channel));
            byte[] magic = regular ? peek(channel) : counted.readNBytes(Compression.MAGIC_LENGTH);
            compression = Compression.of(magic);
            input = of(channel, regular, compression, counted, magic);
            input.readMore();
            input.decode(dialect);
            return input;
        } catch (IOException e) {
            close(input, channel);
            UnreadableFileException problem = problem(e, compression);
            if (problem != null) {
                throw problem;
            }
            throw e;
        } catch (UnreadableFileException | RuntimeException | Error e) {
            close(input, channel);
            throw e;
        }
    }

    private static TextInput of(
            FileChannel channel, boolean regular, Compression compression, CountingStream counted, byte[] magic)
            throws IOException {
        if (regular && compression == Compression.ZIP) {
            InputStream only = Compression.unzip(channel);
            return new TextInput(channel, channel.size(), compression, () -> position(channel), only);
        }
        InputStream all = regular ? counted : new SequenceInputStream(new ByteArrayInputStream(magic), counted);
        boolean byPosition = regular && compression == Compression.NONE;
        InputStream stream = byPosition ? null : compression.decompress(all, HEAD_SIZE);
        return new TextInput(channel, regular ? channel.size() : -1, compression, counted, stream);
    }

    private static void close(@Nullable TextInput input, FileChannel channel) throws IOException {
        if (input != null) {
            input.close();
        }
        channel.close();
    }

    /** Whether it can be read by position: a pipe has no positions, and a device no size. */
    private static boolean hasPositions(FileChannel channel) throws ClosedChannelException {
        try {
            return channel.position() >= 0 && channel.size() > 0;
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            return false;
        }
    }

    private void decode(Dialect dialect) throws IOException, UnreadableFileException {
        Charset configured = dialect.encoding();
        encoding = configured == null ? TextEncoding.detect(head) : configured;
        if (!encoding.equals(StandardCharsets.UTF_8)) {
            String rejection = FileKind.rejection(head);
            if (rejection != null) {
                throw new UnreadableFileException("the file " + rejection);
            }
            reread(new Utf8Stream(all(), encoding));
        }
        String rejection = FileKind.rejection(head);
        if (rejection != null) {
            throw new UnreadableFileException("the file " + rejection);
        }
        rejectNul();
        if (dialect.skippedFooter() > 0) {
            reread(new FooterSkippingStream(all(), dialect.skippedFooter()));
        }
    }

    private InputStream all() throws IOException {
        InputStream rest = stream == null ? Channels.newInputStream(channel.position(head.length)) : stream;
        return new SequenceInputStream(new ByteArrayInputStream(head), rest);
    }

    private void reread(InputStream all) throws IOException {
        stream = all;
        head = new byte[0];
        headIsComplete = false;
        readMore();
    }

    private void rejectNul() throws UnreadableFileException {
        for (int i = 0; i < head.length; i++) {
            if (head[i] == 0) {
                throw new UnreadableFileException(
                        "the file " + Messages.mustBe("CSV text", "binary: a NUL byte at offset " + i));
            }
        }
    }

    /** Returns how the file is compressed, such as {@code gzip} or {@code none}. */
    public String compression() {
        return compression.label();
    }

    public Charset encoding() {
        return encoding;
    }

    /** Returns the first bytes of the text that have been read. */
    public byte[] head() {
        return head;
    }

    /** Whether {@link #head} is the whole text. */
    public boolean isComplete() {
        return headIsComplete;
    }

    /** Returns the size on disk in bytes; -1 if unknown. */
    public long fileSize() {
        return fileSize;
    }

    /** Returns the number of bytes of the file that the stream has read. */
    public LongSupplier bytesRead() {
        return bytesRead;
    }

    public FileChannel channel() {
        return channel;
    }

    /** Returns the text after {@link #head}; null if the file is to be read by position. */
    public @Nullable InputStream stream() {
        return stream;
    }

    /** Extends {@link #head}. */
    public void readMore() throws IOException {
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

    /** Returns the number of bytes ignored after the compressed data; known at the end. */
    public long trailingBytes() {
        return gzip == null ? 0 : gzip.trailingBytes();
    }

    /** Returns what is wrong with the file's bytes; null for any other failure. */
    public @Nullable UnreadableFileException problem(IOException e) {
        return e instanceof CharacterCodingException
                ? new UnreadableFileException("the file " + Messages.mustBe(encoding.name() + " text", "something else")
                        + "; set encoding: its encoding, such as windows-1252")
                : problem(e, compression);
    }

    private static @Nullable UnreadableFileException problem(IOException e, Compression compression) {
        if (e instanceof ArchiveException) {
            return new UnreadableFileException(String.valueOf(e.getMessage()));
        }
        if (e instanceof CharacterCodingException) {
            return new UnreadableFileException("the file must be text of the encoding that the configuration names");
        }
        if (e instanceof EOFException) {
            return new UnreadableFileException(
                    "the " + compression.label() + " data ends too early; the file is cut off");
        }
        return e instanceof ZipException
                ? new UnreadableFileException("the " + compression.label() + " data is damaged: " + e.getMessage())
                : null;
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
        ByteBuffer magic = ByteBuffer.allocate(Compression.MAGIC_LENGTH);
        int read = channel.read(magic, 0);
        return Arrays.copyOf(magic.array(), Math.max(read, 0));
    }

    private static long position(FileChannel channel) {
        try {
            return channel.position();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Counts the bytes read from a stream. */
    private static final class CountingStream extends FilterInputStream implements LongSupplier {
        private static final int SKIPPED_AT_ONCE = 8 << 10;

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

        /** Skips by reading, because the channel would ask a pipe for its position. */
        @Override
        public long skip(long bytes) throws IOException {
            return readNBytes((int) Math.min(SKIPPED_AT_ONCE, Math.max(0, bytes))).length;
        }

        @Override
        public int available() {
            return 0;
        }

        private synchronized void add(int read) {
            count += read;
        }
    }
}
