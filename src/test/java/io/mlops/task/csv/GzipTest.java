package io.mlops.task.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.Concurrent;
import io.mlops.task.finding.Finding;
import io.mlops.task.layout.Dialect;
import io.mlops.task.layout.MissingPolicy;
import io.mlops.task.layout.TextInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Concurrent
class GzipTest {
    private static final ColumnScan.Options SMALL_BLOCKS = new ColumnScan.Options(5000, true);

    @TempDir
    Path directory;

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
        file = directory.resolve("named-otherwise.csv");
        expected = ReadResult.of(Files.write(file, text), ReadResult.REFERENCE, 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shouldReadItsContent(int threads) throws IOException {
        Files.write(file, gzip(text));
        assertThat(ReadResult.of(file, SMALL_BLOCKS, threads)).isEqualTo(expected);
        assertThat(ReadResult.of(file, ColumnScan.Options.DEFAULT, threads)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 17, 65_536, 100_000})
    void shouldReadSeveralMembersAsOne(int cut) throws IOException {
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.write(gzip(Arrays.copyOf(text, cut)));
        members.write(gzip(Arrays.copyOfRange(text, cut, text.length)));
        Files.write(file, members.toByteArray());
        assertThat(ReadResult.of(file, SMALL_BLOCKS, 2)).isEqualTo(expected);
    }

    @Test
    void shouldReadALongHeaderAndLongLines() throws IOException {
        String rest = "a".repeat(300_000);
        String lines = rest + ",close\n" + rest + ",1.5\n\"" + rest + "\n" + rest + "\",2.5\nshort,3.5\n";
        Files.write(file, gzip(lines.getBytes(StandardCharsets.US_ASCII)));
        assertThat(ReadResult.of(file, SMALL_BLOCKS, 2)).isEqualTo("rows: 3\nmissing: 0\n1.5\n2.5\n3.5\n");
    }

    /** Reads block by block: the content is longer than the limit of a line. */
    @Test
    void shouldReadMoreThanItsBuffer() throws IOException {
        int rows = BlockSource.MAX_RECORD_BYTES / 16 + 1;
        String row = "1.5," + "a".repeat(11) + '\n';
        Files.write(file, gzip(("close,text\n" + row.repeat(rows)).getBytes(StandardCharsets.US_ASCII)));
        assertThat(ReadResult.of(file, SMALL_BLOCKS, 2))
                .startsWith("rows: " + rows + "\nmissing: 0\n1.5\n1.5\n")
                .hasSize(("rows: " + rows + "\nmissing: 0\n").length() + 4 * rows);
    }

    @Test
    void shouldRejectALineWithoutEnd() throws IOException {
        String line = "a".repeat(BlockSource.MAX_RECORD_BYTES + 100_000);
        Files.write(file, gzip(("text,close\na,1\n" + line).getBytes(StandardCharsets.US_ASCII)));
        assertThat(ReadResult.of(file, ColumnScan.Options.DEFAULT, 2)).startsWith("error: line 3: longer than ");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldReportItsProgress(int threads) throws Exception {
        StringBuilder rows = new StringBuilder("close\n");
        new Random(1).doubles(50_000).forEach(value -> rows.append(value).append('\n'));
        byte[] zipped = gzip(rows.toString().getBytes(StandardCharsets.US_ASCII));
        Files.write(file, zipped);
        List<Long> progress = new ArrayList<>();
        ScanListener listener = new ScanListener() {
            @Override
            public void scanned(long bytes, long totalBytes, long rows) {
                assertThat(totalBytes).isEqualTo(zipped.length);
                progress.add(bytes);
            }

            @Override
            public void found(Finding finding) {}
        };
        ColumnQuery query = ColumnQuery.of("close", MissingPolicy.KEEP, threads);
        ColumnScan.read(FileChannel.open(file), query, read -> {}, listener, SMALL_BLOCKS);
        assertThat(progress).isSorted().endsWith((long) zipped.length);
        assertThat(progress.get(0)).isLessThan(zipped.length / 2);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 9, 20, 1000, 30_000})
    void shouldReportATruncatedFile(int length) throws IOException {
        Files.write(file, Arrays.copyOf(gzip(text), length));
        assertThat(ReadResult.of(file, SMALL_BLOCKS, 2))
                .isEqualTo("error: the gzip data ends too early; the file is cut off\n");
    }

    @Test
    void shouldCloseTheDecompressor() throws Exception {
        Files.write(file, gzip(text));
        TextInput source = TextInput.open(FileChannel.open(file), Dialect.AUTO);

        source.close();

        assertThatThrownBy(source::readMore).isInstanceOf(IOException.class).hasMessage("Stream closed");
    }

    @Test
    void shouldWarnOfBytesAfterTheData() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(gzip("close\n1\n2\n".getBytes(StandardCharsets.US_ASCII)));
        bytes.write("-- sent --".getBytes(StandardCharsets.US_ASCII));
        Files.write(file, bytes.toByteArray());
        assertThat(ReadResult.of(file, SMALL_BLOCKS, 1)).contains("10 bytes after the gzip data were ignored");
    }

    @Test
    void shouldReportDamagedData() throws IOException {
        byte[] damaged = gzip(text);
        damaged[10] = 0x07;
        Files.write(file, damaged);
        assertThat(ReadResult.of(file, SMALL_BLOCKS, 2)).startsWith("error: the gzip data is damaged: ");
    }

    @Test
    void shouldReportAWrongChecksum() throws IOException {
        byte[] damaged = gzip(text);
        damaged[damaged.length - 8] ^= 1;
        Files.write(file, damaged);
        assertThat(ReadResult.of(file, SMALL_BLOCKS, 2)).startsWith("error: the gzip data is damaged: ");
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        }
        return zipped.toByteArray();
    }
}
