package io.mlops.task.compression;

import io.mlops.task.bytes.BulkInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Decompresses all members of gzip data (RFC 1952). Unlike {@link java.util.zip.GZIPInputStream} it does not take a damaged
 * header of a later member for the end of the data, which would silently lose the rest of the text.
 *
 * <p>Reading throws {@link EOFException} if the data is cut off, and {@link ZipException} if it is damaged.
 */
public final class GzipStream extends BulkInputStream {
    private static final int[] MAGIC = {0x1f, 0x8b, 8};
    private static final int HEADER_CHECKSUM = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;
    private static final int RESERVED = 0xe0;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 checksum = new CRC32();
    private final CRC32 headerChecksum = new CRC32();
    private final byte[] buffer;
    private int position;
    private int limit;
    private boolean inMember;
    private boolean atEnd;
    private boolean closed;
    private long trailingBytes;

    /**
     * @param in starts with a gzip header
     * @param bufferSize in bytes
     */
    public GzipStream(InputStream in, int bufferSize) {
        this.in = in;
        this.buffer = new byte[bufferSize + MAGIC.length];
    }

    /** Returns how many bytes follow the last member, other than padding with zeros; known at the end. */
    public long trailingBytes() {
        return trailingBytes;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        if (closed) {
            throw new IOException("Stream closed");
        }
        if (length == 0) {
            return 0;
        }
        while (!atEnd) {
            if (!inMember) {
                readHeader();
                inMember = true;
            }
            int count = inflate(bytes, offset, length);
            if (count > 0) {
                checksum.update(bytes, offset, count);
                return count;
            }
            if (inflater.finished()) {
                endMember();
            }
        }
        return -1;
    }

    private int inflate(byte[] bytes, int offset, int length) throws IOException {
        try {
            int count = inflater.inflate(bytes, offset, length);
            if (count == 0 && inflater.needsInput()) {
                if (position == limit) {
                    requireMore();
                }
                inflater.setInput(buffer, position, limit - position);
                position = limit;
            }
            if (inflater.needsDictionary()) {
                throw new ZipException("it needs a dictionary");
            }
            return count;
        } catch (DataFormatException e) {
            throw new ZipException(String.valueOf(e.getMessage()));
        }
    }

    private void endMember() throws IOException {
        position = limit - inflater.getRemaining();
        long expected = uint32();
        if (expected != checksum.getValue()) {
            throw new ZipException("its checksum differs");
        }
        if (uint32() != (inflater.getBytesWritten() & 0xffffffffL)) {
            throw new ZipException("its length differs");
        }
        inflater.reset();
        checksum.reset();
        inMember = false;
        atEnd = !hasNextMember();
    }

    /** Two of the three bytes of the magic number are enough for a member: one byte may be damaged. */
    private boolean hasNextMember() throws IOException {
        int read = 0;
        int matches = 0;
        int[] start = new int[MAGIC.length];
        while (read < MAGIC.length && (position < limit || fill())) {
            start[read] = buffer[position++] & 0xff;
            matches += start[read] == MAGIC[read] ? 1 : 0;
            read++;
        }
        unread(start, read);
        if (read > 0 && (matches >= 2 || matches == read)) {
            return true;
        }
        countTrailing();
        return false;
    }

    private void unread(int[] start, int count) {
        if (position >= count) {
            position -= count;
        } else {
            // They came from two fills; the buffer has room for them before the rest.
            int rest = limit - position;
            System.arraycopy(buffer, position, buffer, count, rest);
            for (int i = 0; i < count; i++) {
                buffer[i] = (byte) start[i];
            }
            position = 0;
            limit = count + rest;
        }
    }

    private void countTrailing() throws IOException {
        boolean padding = true;
        long count = 0;
        while (position < limit || fill()) {
            padding &= buffer[position++] == 0;
            count++;
        }
        trailingBytes = padding ? 0 : count;
    }

    private void readHeader() throws IOException {
        headerChecksum.reset();
        if (headerByte() != MAGIC[0] || headerByte() != MAGIC[1]) {
            throw new ZipException("a member does not start with the gzip magic number");
        }
        if (headerByte() != MAGIC[2]) {
            throw new ZipException("its compression method is unknown");
        }
        int flags = headerByte();
        if ((flags & RESERVED) != 0) {
            throw new ZipException("its header has unknown flags");
        }
        skipHeader(6);
        if ((flags & EXTRA) != 0) {
            skipHeader(headerByte() | headerByte() << 8);
        }
        if ((flags & NAME) != 0) {
            skipHeaderText();
        }
        if ((flags & COMMENT) != 0) {
            skipHeaderText();
        }
        if ((flags & HEADER_CHECKSUM) != 0) {
            long expected = headerChecksum.getValue() & 0xffff;
            if ((nextByte() | nextByte() << 8) != expected) {
                throw new ZipException("the checksum of its header differs");
            }
        }
    }

    private void skipHeader(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            headerByte();
        }
    }

    private void skipHeaderText() throws IOException {
        while (headerByte() != 0) {}
    }

    private int headerByte() throws IOException {
        int value = nextByte();
        headerChecksum.update(value);
        return value;
    }

    private long uint32() throws IOException {
        return nextByte() | nextByte() << 8 | nextByte() << 16 | (long) nextByte() << 24;
    }

    private int nextByte() throws IOException {
        if (position == limit) {
            requireMore();
        }
        return buffer[position++] & 0xff;
    }

    private void requireMore() throws IOException {
        if (!fill()) {
            throw new EOFException("the gzip data is cut off");
        }
    }

    private boolean fill() throws IOException {
        int read = in.read(buffer, 0, buffer.length - MAGIC.length);
        position = 0;
        limit = Math.max(read, 0);
        return read > 0;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        inflater.end();
        in.close();
    }
}
