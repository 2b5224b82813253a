package io.mlops.task.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.finding.Finding;
import io.mlops.task.layout.ColumnRef;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "time,close",
                "time,close\r",
                "6\" pipe,close",
                "\"a\nb\",\"c\"\"\n\"\"d\",close",
                " \"a\nb\" ,\"close\"",
                "\"a\"b\",close",
                ",",
                ""
            })
    void shouldFindItsEndWhereverTheBytesReadSoFarEnd(String header) {
        byte[] bytes = (header + "\n1,\"2\n3\"\n").getBytes(StandardCharsets.US_ASCII);
        int end = header.length() + 1;

        for (int read = 0; read <= bytes.length; read++) {
            assertThat(Header.end(bytes, 0, read, false, ',')).isEqualTo(read < end ? -1 : end);
            assertThat(Header.end(bytes, 0, read, true, ',')).isEqualTo(Math.min(read, end));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "time,close|time",
                "` time ,close`|` time `",
                "\"time\",close|time",
                "` \"time\" ,close`|time",
                "\"the \"\"time\"\", or date\" ,close|the \"time\", or date",
                "\"ti\"me,close|time",
                "\"\"\"ti\"\" \"me\",close|\"ti\" me\"",
                "6\" pipe,close|6\" pipe",
                "\"tïme\",close|tïme",
                "\"time,close\"|time",
                "` \"\"\"time\"\",close\" `|time"
            })
    void shouldReadANameAsARowsField(String header, String name) throws CsvException {
        byte[] bytes = header.getBytes(StandardCharsets.UTF_8);
        ScanListener failing = new ScanListener() {
            @Override
            public void scanned(long read, long totalBytes, long rows) {}

            @Override
            public void found(Finding finding) {
                assertThat(finding).isEqualTo(Header.wrappedLines(1));
            }
        };

        Header parsed = Header.parse(bytes, 0, bytes.length, 1, ',');

        assertThat(parsed.size()).isEqualTo(2);
        assertThat(parsed.find(new ColumnRef.Named(name), failing)).isZero();
        assertThat(parsed.find(new ColumnRef.Named("close"), failing)).isOne();
    }
}
