package io.mlops.task.compression;

import io.airlift.compress.zstd.ZstdInputStream;
import io.mlops.task.bytes.BulkInputStream;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.ZipException;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.tukaani.xz.MemoryLimitException;
import org.tukaani.xz.XZInputStream;

/** Data that a library decompresses; its different exceptions become those of {@link Compression#decompress}. */
final class CodecStream extends BulkInputStream {
    /** In KiB: that of {@code xz -9} is 65 MiB. */
    private static final int MAX_XZ_MEMORY = 100 << 10;

    private static final int ZSTD_MAGIC_LENGTH = 4;

    private final Source source;
    private final InputStream codec;
    private boolean ended;

    private CodecStream(Source source, InputStream codec) {
        this.source = source;
        this.codec = codec;
    }

    /**
     * Declared as any stream: so a caller can be verified without loading this class and its libraries.
     *
     * @param bufferSize in bytes; the libraries read some formats byte by byte
     */
    static InputStream of(Compression compression, InputStream compressed, int bufferSize) throws IOException {
        Source source = new Source(compressed);
        InputStream buffered = new BufferedInputStream(source, bufferSize);
        try {
            InputStream codec =
                    switch (compression) {
                        case BZIP2 -> new BZip2CompressorInputStream(buffered, true);
                        case XZ -> new XZInputStream(buffered, MAX_XZ_MEMORY);
                        case ZSTD -> new ZstdInputStream(buffered);
                        default -> throw new IllegalArgumentException(compression.label());
                    };
            return new CodecStream(source, codec);
        } catch (IOException | RuntimeException e) {
            throw source.problem(e);
        }
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        try {
            int read = codec.read(into, offset, length);
            if (read < 0 && !ended) {
                ended = true;
                requireWholeFrames();
            }
            return read;
        } catch (IOException | RuntimeException e) {
            throw source.problem(e);
        }
    }

    /**
     * The library for zstd takes fewer bytes than a magic number after a frame for its end. With zeros after them they are a
     * magic number, a wrong one; the zeros alone are still too few.
     */
    private void requireWholeFrames() throws IOException {
        if (codec instanceof ZstdInputStream) {
            source.pad(ZSTD_MAGIC_LENGTH - 1);
            codec.read(new byte[1], 0, 1);
        }
    }

    @Override
    public void close() throws IOException {
        codec.close();
    }

    /** The compressed bytes; knows whether reading them failed, and whether they ended. */
    private static final class Source extends BulkInputStream {
        private final InputStream in;
        private boolean failed;
        private boolean ended;
        private int padding;

        Source(InputStream in) {
            this.in = in;
        }

        /** Lets so many zeros follow the end. */
        void pad(int zeros) {
            padding = zeros;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (ended) {
                return readPadding(into, offset, length);
            }
            try {
                int read = in.read(into, offset, length);
                ended = read < 0;
                return read;
            } catch (IOException e) {
                failed = true;
                throw e;
            }
        }

        private int readPadding(byte[] into, int offset, int length) {
            int count = Math.min(padding, length);
            Arrays.fill(into, offset, offset + count, (byte) 0);
            padding -= count;
            return count == 0 ? -1 : count;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }

        IOException problem(Exception e) {
            if (failed && e instanceof IOException io) {
                return io;
            }
            if (e instanceof MemoryLimitException memory) {
                return new ArchiveException(
                        "the xz data needs " + (memory.getMemoryNeeded() >> 10) + " MB of memory, at most "
                                + (MAX_XZ_MEMORY >> 10) + " MB are allowed: compress it with xz -9 or less");
            }
            IOException problem = ended || e instanceof EOFException
                    ? new EOFException(String.valueOf(e.getMessage()))
                    : new ZipException(String.valueOf(e.getMessage()));
            problem.initCause(e);
            return problem;
        }
    }
}
