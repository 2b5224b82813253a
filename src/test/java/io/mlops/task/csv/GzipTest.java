package io.mlops.task.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipTest {
    private static final Effort SMALL_BLOCKS = new Effort(5000, true);

    @TempDir
    Path folder;

    private byte[] text;
    private Path file;
    private String expected;

    @BeforeEach
    void write() throws IOException {
        StringBuilder rows = new StringBuilder("time,close,text\n");
        for (int i = 0; i < 20_000; i++) {
            rows.append(i)
                    .append(',')
                    .append(i * 7 % 1000)
                    .append('.')
                    .append(i % 10)
                    .append(i % 9 == 0 ? ",\"a\nb\"\n" : ",x\n");
        }
        text = rows.toString().getBytes(StandardCharsets.US_ASCII);
        file = folder.resolve("named-otherwise.csv");
        expected = Reading.of(Files.write(file, text), Reading.PLAIN, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldReadWhatItHolds(int threads) throws IOException {
        Files.write(file, gzip(text));
        assertThat(Reading.of(file, SMALL_BLOCKS, threads)).isEqualTo(expected);
        assertThat(Reading.of(file, Effort.USUAL, threads)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 17, 65_536, 100_000})
    void shouldReadSeveralMembersAsOne(int cut) throws IOException {
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.write(gzip(Arrays.copyOf(text, cut)));
        members.write(gzip(Arrays.copyOfRange(text, cut, text.length)));
        Files.write(file, members.toByteArray());
        assertThat(Reading.of(file, SMALL_BLOCKS, 2)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 9, 20, 1000, 30_000})
    void shouldSayThatItIsCutOff(int length) throws IOException {
        Files.write(file, Arrays.copyOf(gzip(text), length));
        assertThat(Reading.of(file, SMALL_BLOCKS, 2))
                .isEqualTo("error: the gzip data ends too early; the file is cut off\n");
    }

    @Test
    void shouldSayThatItIsDamaged() throws IOException {
        byte[] damaged = gzip(text);
        damaged[10] = 0x07;
        Files.write(file, damaged);
        assertThat(Reading.of(file, SMALL_BLOCKS, 2)).startsWith("error: the gzip data is damaged: ");
    }

    @Test
    void shouldSayThatItsChecksumIsWrong() throws IOException {
        byte[] damaged = gzip(text);
        damaged[damaged.length - 8] ^= 1;
        Files.write(file, damaged);
        assertThat(Reading.of(file, SMALL_BLOCKS, 2)).startsWith("error: the gzip data is damaged: ");
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        }
        return zipped.toByteArray();
    }
}
