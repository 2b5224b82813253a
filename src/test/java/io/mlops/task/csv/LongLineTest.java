package io.mlops.task.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.Concurrent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The longest line that is accepted and the shortest that is not, at any position. */
@Concurrent
class LongLineTest {
    private static final int ROWS = 33_000;
    private static final String BEFORE = "text,close\n" + "x,1.5\n".repeat(ROWS);
    private static final String TOO_LONG = "longer than 16777216 bytes; is a quote opened and never closed?\n";

    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({"100000, true", "0, true", "100000, false", "0, false"})
    void shouldReadALineThatIsNotTooLong(int less, boolean zipped) throws IOException {
        String line = "a".repeat(BlockSource.MAX_RECORD_BYTES - less - 2) + ",2";

        assertThat(read(BEFORE + line + "\nx,3\n", zipped))
                .startsWith("rows: " + (ROWS + 2) + "\nmissing: 0\n")
                .endsWith("1.5\n2.0\n3.0\n");
        assertThat(read(BEFORE + line, zipped)).startsWith("rows: ").endsWith("1.5\n2.0\n");
    }

    @ParameterizedTest
    @CsvSource({"1, true", "200000, true", "1, false", "200000, false"})
    void shouldRejectALineThatIs(int more, boolean zipped) throws IOException {
        String line = "a".repeat(BlockSource.MAX_RECORD_BYTES + more - 2) + ",2";

        assertThat(read(BEFORE + line + "\nx,3\n", zipped)).isEqualTo("error: line " + (ROWS + 2) + ": " + TOO_LONG);
        assertThat(read(BEFORE + line, zipped)).isEqualTo("error: line " + (ROWS + 2) + ": " + TOO_LONG);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldNotReportAnUnclosedQuoteThatWasNotRead(boolean zipped) throws IOException {
        String record = "\"a\n" + "b".repeat(BlockSource.MAX_RECORD_BYTES + 1000) + "\",2\n";

        assertThat(read(BEFORE + record, zipped)).isEqualTo("error: line " + (ROWS + 2) + ": " + TOO_LONG);
    }

    private String read(String text, boolean zipped) throws IOException {
        Path file = directory.resolve("file.csv");
        try (OutputStream plain = Files.newOutputStream(file);
                OutputStream out = zipped ? new GZIPOutputStream(plain) : plain) {
            out.write(text.getBytes(StandardCharsets.US_ASCII));
        }
        return ReadResult.of(file, ColumnScan.Options.DEFAULT, 2);
    }
}
