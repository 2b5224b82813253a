package io.mlops.task.model.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.model.housing.Feature;
import io.mlops.task.model.housing.FeatureCsvReader;
import io.mlops.task.model.housing.HousingCsvReader;
import java.io.Reader;
import java.io.StringReader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Input that would make a whole file one record; both housing readers reject it. */
@Timeout(60)
class CsvRecordReaderTest {
    private static final String HEADER = String.join(",", Feature.labels()) + ",target,note\n";
    private static final String ROW = "8.3252,41.0,6.98,1.02,322.0,2.55,37.88,-122.23,4.526,\n";

    private interface ReadAll {
        int rows(Reader text) throws Exception;
    }

    static Stream<ReadAll> readers() {
        return Stream.of(
                text -> HousingCsvReader.read(text, "houses.csv").dataset().rows(),
                text -> FeatureCsvReader.open(text, "houses.csv").readAll().rows().length);
    }

    @ParameterizedTest
    @MethodSource("readers")
    void shouldReportWhereAnUnclosedQuoteOpensAndReadLittleMore(ReadAll reader) {
        Endless text = new Endless(HEADER + ROW + "\"" + ROW, ROW);
        assertThatThrownBy(() -> reader.rows(text))
                .isInstanceOf(ModelException.class)
                .hasMessage("houses.csv, line 3: a quoted field has no closing quote within 1000 lines");
        assertThat(text.produced).isLessThan(1 << 20);
    }

    @ParameterizedTest
    @MethodSource("readers")
    void shouldReportWhereAQuoteOpensThatIsUnclosedAtTheEnd(ReadAll reader) {
        assertThatThrownBy(() -> reader.rows(new StringReader(HEADER + ROW + ROW.replace("8.3252", "\"8.3252") + ROW)))
                .isInstanceOf(ModelException.class)
                .hasMessage("houses.csv, line 3: a quoted field has no closing quote before the end of the file");
    }

    @ParameterizedTest
    @MethodSource("readers")
    void shouldRejectAnEndlessLine(ReadAll reader) {
        Endless text = new Endless(HEADER + ROW + "8.3252", "0000000000");
        assertThatThrownBy(() -> reader.rows(text))
                .isInstanceOf(ModelException.class)
                .hasMessage("houses.csv, line 3: a record must have at most 131072 characters");
        assertThat(text.produced).isLessThan(1 << 18);
    }

    @ParameterizedTest
    @MethodSource("readers")
    void shouldRejectAnEndlessHeader(ReadAll reader) {
        assertThatThrownBy(() -> reader.rows(new Endless("", "\u0000")))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("houses.csv, line 1: a record must have at most 131072 characters");
    }

    @ParameterizedTest
    @MethodSource("readers")
    void shouldReadALongNoteOfManyLines(ReadAll reader) throws Exception {
        String note = "\"" + "a line\n".repeat(999) + "b".repeat(100_000) + "\"\n";
        String noted = ROW.strip() + note;
        assertThat(reader.rows(new StringReader(HEADER + ROW + noted + noted + ROW)))
                .isEqualTo(4);
    }

    @Test
    void shouldLimitEachRecordSeparately() throws Exception {
        String row = ROW.strip() + "c".repeat(10_000) + "\n";
        Reader text = new StringReader(HEADER + row.repeat(500));
        assertThat(HousingCsvReader.read(text, "houses.csv").dataset().rows()).isEqualTo(500);
    }

    /** A text with a start and then an endless repetition. */
    private static final class Endless extends Reader {
        private final String start;
        private final String rest;
        private long produced;

        Endless(String start, String rest) {
            this.start = start;
            this.rest = rest;
        }

        @Override
        public int read(char[] to, int from, int length) {
            if (produced > 50 << 20) {
                return -1;
            }
            for (int i = from; i < from + length; i++) {
                to[i] = produced < start.length()
                        ? start.charAt((int) produced)
                        : rest.charAt((int) ((produced - start.length()) % rest.length()));
                produced++;
            }
            return length;
        }

        @Override
        public void close() {}
    }
}
