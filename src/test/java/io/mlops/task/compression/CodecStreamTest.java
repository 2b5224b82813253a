package io.mlops.task.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.zstd.ZstdOutputStream;
import io.mlops.task.Concurrent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.ZipException;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

@Concurrent
class CodecStreamTest {
    private static final int XZ_BLOCK_HEADER = 12;
    private static final byte DICTIONARY_OF_256_MB = 32;
    private static final String FIRST = "time,close\n" + "2024-01-02,101.5\n".repeat(20);
    private static final String SECOND = "2024-01-03,102.5\n2024-01-04,103.25\n";

    @ParameterizedTest
    @EnumSource(names = {"BZIP2", "XZ", "ZSTD"})
    void shouldReadWhatWasCompressed(Compression codec) throws IOException {
        String text = "7,1\n".repeat(300_000);

        byte[] compressed = compress(codec, text);

        assertThat(Compression.of(compressed)).isEqualTo(codec);
        assertThat(decompress(codec, compressed)).isEqualTo(text);
        assertThat(decompress(codec, compress(codec, ""))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"BZIP2", "XZ", "ZSTD"})
    void shouldReadEveryMember(Compression codec) throws IOException {
        byte[] all = concat(compress(codec, FIRST), compress(codec, ""), compress(codec, SECOND));

        assertThat(decompress(codec, all)).isEqualTo(FIRST + SECOND);
    }

    @ParameterizedTest
    @EnumSource(names = {"BZIP2", "XZ", "ZSTD"})
    void shouldReadByteByByte(Compression codec) throws IOException {
        StringBuilder text = new StringBuilder();
        try (InputStream stream = codec.decompress(trickling(compress(codec, FIRST)), 16)) {
            for (int b = stream.read(); b >= 0; b = stream.read()) {
                text.append((char) b);
            }
        }
        assertThat(text).hasToString(FIRST);
    }

    @ParameterizedTest
    @EnumSource(names = {"BZIP2", "XZ", "ZSTD"})
    void shouldReportACutAnywhereButBetweenMembers(Compression codec) throws IOException {
        byte[] first = compress(codec, FIRST);
        byte[] good = concat(first, compress(codec, SECOND));
        for (int length = Compression.MAGIC_LENGTH; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            if (length == first.length) {
                assertThat(decompress(codec, cut)).isEqualTo(FIRST);
            } else {
                assertThatThrownBy(() -> decompress(codec, cut))
                        .as("after %d of %d bytes", length, good.length)
                        .isInstanceOfAny(EOFException.class, ZipException.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BZIP2", "XZ", "ZSTD"})
    void shouldNeverReadDamagedDataAsAnotherText(Compression codec) throws IOException {
        byte[] good = concat(compress(codec, FIRST), compress(codec, SECOND));
        int errors = 0;
        for (int i = 0; i < good.length; i++) {
            for (int mask : new int[] {1, 0x10, 0x80, 0xff}) {
                byte[] damaged = good.clone();
                damaged[i] ^= (byte) mask;
                try {
                    assertThat(decompress(codec, damaged))
                            .as("byte %d of %d ^ %x", i, good.length, mask)
                            .isEqualTo(FIRST + SECOND);
                } catch (ZipException | EOFException | ArchiveException e) {
                    errors++;
                }
            }
        }
        assertThat(errors).isGreaterThan(3 * good.length);
    }

    @ParameterizedTest
    @EnumSource(names = {"BZIP2", "XZ", "ZSTD"})
    void shouldPassAnErrorOfTheSourceOn(Compression codec) throws IOException {
        IOException failure = new IOException("disk");
        byte[] good = compress(codec, FIRST);
        for (int length = 0; length < good.length; length++) {
            byte[] start = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> {
                        InputStream in = new SequenceInputStream(new ByteArrayInputStream(start), failing(failure));
                        try (InputStream stream = codec.decompress(in, 16)) {
                            stream.readAllBytes();
                        }
                    })
                    .as("after %d bytes", length)
                    .isSameAs(failure);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BZIP2", "XZ", "ZSTD"})
    void shouldReadTheSourceInLargeParts(Compression codec) throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append(i * 7919L % 100_003).append('\n');
        }
        byte[] compressed = compress(codec, text.toString());
        int[] calls = new int[1];
        InputStream counting = new ByteArrayInputStream(compressed) {
            @Override
            public synchronized int read() {
                calls[0]++;
                return super.read();
            }

            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                calls[0]++;
                return super.read(into, offset, length);
            }
        };

        assertThat(codec.decompress(counting, 64 << 10).readAllBytes()).hasSize(text.length());
        assertThat(calls[0]).isLessThan(20);
    }

    @Test
    void shouldNotTakeMoreMemoryThanAllowed() throws IOException {
        byte[] bytes = compress(Compression.XZ, FIRST);
        bytes[XZ_BLOCK_HEADER + 4] = DICTIONARY_OF_256_MB;
        int length = 4 * (bytes[XZ_BLOCK_HEADER] & 0xff);
        CRC32 checksum = new CRC32();
        checksum.update(bytes, XZ_BLOCK_HEADER, length);
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(XZ_BLOCK_HEADER + length, (int)
                checksum.getValue());

        assertThatThrownBy(() -> decompress(Compression.XZ, bytes))
                .isInstanceOf(ArchiveException.class)
                .hasMessageContaining("MB of memory, at most 100 MB are allowed");
    }

    private static InputStream failing(IOException failure) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw failure;
            }
        };
    }

    /** One byte at a time. */
    private static InputStream trickling(byte[] bytes) {
        return new ByteArrayInputStream(bytes) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, 1));
            }
        };
    }

    private static String decompress(Compression codec, byte[] bytes) throws IOException {
        try (InputStream stream = codec.decompress(new ByteArrayInputStream(bytes), 64 << 10)) {
            return new String(stream.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static byte[] compress(Compression codec, String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out =
                switch (codec) {
                    case BZIP2 -> new BZip2CompressorOutputStream(bytes, 1);
                    case XZ -> new XZOutputStream(bytes, new LZMA2Options(0));
                    case ZSTD -> new ZstdOutputStream(bytes);
                    default -> throw new IllegalArgumentException();
                }) {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
