package io.mlops.task.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipStreamTest {
    private static final String[] TEXTS = {"close\n1\n2\n", "", "3\n".repeat(100), "4\n5\n"};
    private static final String WHOLE = String.join("", TEXTS);
    private static final int HEADER = 10;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 65_536})
    void shouldReadEveryMember(int bufferSize) throws IOException {
        assertThat(decompress(members(), bufferSize)).isEqualTo(WHOLE);
    }

    /** Some bits say nothing of the text: the time in a header, for example, or those after the last block of a member. */
    @Test
    void shouldNeverReadDamagedDataAsAnotherText() throws IOException {
        byte[] good = members();
        int errors = 0;
        for (int bit = 0; bit < 8 * good.length; bit++) {
            byte[] damaged = good.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                assertThat(decompress(damaged, 16))
                        .as("bit %d of byte %d", bit % 8, bit / 8)
                        .isEqualTo(WHOLE);
            } catch (ZipException | EOFException e) {
                errors++;
            }
        }
        int insignificant = TEXTS.length * 8 * 10;
        assertThat(errors).isGreaterThan(8 * good.length - insignificant);
    }

    @Test
    void shouldReportACutAnywhereButBetweenMembers() throws IOException {
        byte[] good = members();
        int[] ends = ends();
        for (int length = 1; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            if (Arrays.binarySearch(ends, length) < 0) {
                assertThatThrownBy(() -> decompress(cut, 16))
                        .as("after %d bytes", length)
                        .isInstanceOf(EOFException.class);
            } else {
                assertThat(WHOLE).as("after %d bytes", length).startsWith(decompress(cut, 16));
            }
        }
    }

    @Test
    void shouldIgnorePaddingWithZerosAndCountOtherBytes() throws IOException {
        GzipStream padded = stream(concat(members(), new byte[512]), 16);
        assertThat(new String(padded.readAllBytes(), StandardCharsets.US_ASCII)).isEqualTo(WHOLE);
        assertThat(padded.trailingBytes()).isZero();

        GzipStream followed = stream(concat(members(), "rest".getBytes(StandardCharsets.US_ASCII)), 16);
        assertThat(new String(followed.readAllBytes(), StandardCharsets.US_ASCII))
                .isEqualTo(WHOLE);
        assertThat(followed.trailingBytes()).isEqualTo(4);
    }

    @Test
    void shouldReadAHeaderWithEveryOptionalField() throws IOException {
        byte[] plain = gzip("close\n1\n");
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        header.write(Arrays.copyOf(plain, HEADER));
        header.write(new byte[] {3, 0, 'a', 'b', 'c', 'n', 'a', 'm', 'e', 0, 'c', 'o', 0});
        byte[] bytes = header.toByteArray();
        bytes[3] = 0x1f;
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        byte[] sum = {(byte) checksum.getValue(), (byte) (checksum.getValue() >> 8)};
        byte[] body = Arrays.copyOfRange(plain, HEADER, plain.length);

        assertThat(decompress(concat(concat(bytes, sum), body), 4)).isEqualTo("close\n1\n");
        sum[0] ^= 1;
        assertThatThrownBy(() -> decompress(concat(concat(bytes, sum), body), 4))
                .isInstanceOf(ZipException.class)
                .hasMessage("the checksum of its header differs");
    }

    private static int[] ends() throws IOException {
        int[] ends = new int[TEXTS.length];
        int length = 0;
        for (int i = 0; i < TEXTS.length; i++) {
            length += gzip(TEXTS[i]).length;
            ends[i] = length;
        }
        return ends;
    }

    private static byte[] members() throws IOException {
        byte[] all = {};
        for (String text : TEXTS) {
            all = concat(all, gzip(text));
        }
        return all;
    }

    private static String decompress(byte[] bytes, int bufferSize) throws IOException {
        try (GzipStream stream = stream(bytes, bufferSize)) {
            return new String(stream.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static GzipStream stream(byte[] bytes, int bufferSize) {
        return new GzipStream(new ByteArrayInputStream(bytes), bufferSize);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }
}
