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

/** What would gather a whole file as one record; both readers of houses refuse it alike. */
@Timeout(60)
class CsvRecordReaderTest {
    private static final String HEADER = String.join(",", Feature.titles()) + ",target,note\n";
    private static final String ROW = "8.3252,41.0,6.98,1.02,322.0,2.55,37.88,-122.23,4.526,\n";

    private interface ReadAll {
        int rows(Reader text) throws Exception;
    }

    static Stream<ReadAll> readers() {
        return Stream.of(
                text -> HousingCsvReader.read(text, "houses.csv").table().rows(),
                text -> FeatureCsvReader.open(text, "houses.csv").all().rows().length);
    }

    @ParameterizedTest
    @MethodSource("readers")
    void shouldSayWhereAQuoteThatIsNotClosedOpenedAndReadLittleBehindIt(ReadAll reader) {
        Endless text = new Endless(HEADER + ROW + "\"" + ROW, ROW);
        assertThatThrownBy(() -> reader.rows(text))
                .isInstanceOf(ModelException.class)
                .hasMessage("houses.csv, line 3: found a quoted field that goes on for more than 1000 lines;"
                        + " wanted its closing quote");
        assertThat(text.given).isLessThan(1 << 20);
    }

    @ParameterizedTest
    @MethodSource("readers")
    void shouldSayWhereAQuoteOpenedThatTheEndCutsOff(ReadAll reader) {
        assertThatThrownBy(() -> reader.rows(new StringReader(HEADER + ROW + ROW.replace("8.3252", "\"8.3252") + ROW)))
                .isInstanceOf(ModelException.class)
                .hasMessage("houses.csv, line 3: found a quoted field that the end of the file cuts off;"
                        + " wanted its closing quote");
    }

    @ParameterizedTest
    @MethodSource("readers")
    void shouldRefuseALineWithoutAnEnd(ReadAll reader) {
        Endless text = new Endless(HEADER + ROW + "8.3252", "0000000000");
        assertThatThrownBy(() -> reader.rows(text))
                .isInstanceOf(ModelException.class)
                .hasMessage("houses.csv, line 3: found a record of more than 1048576 characters; wanted a shorter one");
        assertThat(text.given).isLessThan(2 << 20);
    }

    @ParameterizedTest
    @MethodSource("readers")
    void shouldRefuseAHeaderWithoutAnEnd(ReadAll reader) {
        assertThatThrownBy(() -> reader.rows(new Endless("", "\u0000")))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith("houses.csv, line 1: found a record of more than 1048576 characters");
    }

    @ParameterizedTest
    @MethodSource("readers")
    void shouldReadALongNoteOfManyLines(ReadAll reader) throws Exception {
        String note = "\"" + "a line\n".repeat(999) + "b".repeat(1_000_000) + "\"\n";
        String noted = ROW.strip() + note;
        assertThat(reader.rows(new StringReader(HEADER + ROW + noted + noted + ROW)))
                .isEqualTo(4);
    }

    @Test
    void shouldCountEachRecordAnew() throws Exception {
        String row = ROW.strip() + "c".repeat(10_000) + "\n";
        Reader text = new StringReader(HEADER + row.repeat(500));
        assertThat(HousingCsvReader.read(text, "houses.csv").table().rows()).isEqualTo(500);
    }

    /** A text that begins in one way and then goes on in another for ever. */
    private static final class Endless extends Reader {
        private final String start;
        private final String rest;
        private long given;

        Endless(String start, String rest) {
            this.start = start;
            this.rest = rest;
        }

        @Override
        public int read(char[] to, int from, int length) {
            if (given > 50 << 20) {
                return -1;
            }
            for (int i = from; i < from + length; i++) {
                to[i] = given < start.length()
                        ? start.charAt((int) given)
                        : rest.charAt((int) ((given - start.length()) % rest.length()));
                given++;
            }
            return length;
        }

        @Override
        public void close() {}
    }
}
