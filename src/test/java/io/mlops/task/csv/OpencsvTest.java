package io.mlops.task.csv;

import static org.assertj.core.api.Assertions.assertThat;

import com.opencsv.RFC4180Parser;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares with an independent implementation on well-formed records of quoted fields. */
class OpencsvTest {
    private static final String ALPHABET = "ab 1.,\"\n\r";

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldFindTheSameFieldsAsOpencsv(long seed) throws IOException {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder("first,close,last\n");
        StringBuilder expected = new StringBuilder("rows: 500\nmissing: 0\n");
        for (int i = 0; i < 500; i++) {
            String record = quoted(random) + ",\"" + random.nextInt(100_000) + "\"," + quoted(random);
            text.append(record).append('\n');
            String[] fields = new RFC4180Parser().parseLineMulti(record);
            expected.append(Double.parseDouble(fields[1])).append('\n');
        }
        Path file = Files.write(directory.resolve("file.csv"), text.toString().getBytes(StandardCharsets.US_ASCII));
        assertThat(ReadResult.of(file, ReadResult.REFERENCE, 1)).isEqualTo(expected.toString());
        assertThat(ReadResult.of(file, new ColumnScan.Options(300, true), 2)).isEqualTo(expected.toString());
    }

    private static String quoted(Random random) {
        StringBuilder field = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            field.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return '"' + field.toString().replace("\"", "\"\"") + '"';
    }
}
