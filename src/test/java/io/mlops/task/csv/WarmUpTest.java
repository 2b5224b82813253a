package io.mlops.task.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarmUpTest {
    private static final String HEADER = "time,close,text\n";

    /** Whatever the file's first rows are like: with a shape or without one, few, cut off, wrong. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "2025-01-01,1.5,x/|1000",
                "2025-01-01,1.5,x/2025-01-02,12.25,x/2025-1-3,7,xyz/|400",
                "2025-01-01,-1.5,x/|1000",
                "\"2025-01-01\",\"1.5\",\"x\"/|1000",
                "2025-01-01,1.5,x/|3",
                "2025-01-01,1.5,x|1",
                "``|1",
                "a|5000",
                "//|3000",
                "\"2025-01-01,1.5|1000",
                "a,wrong,b/|1000",
                "1,2,3,4,5/|1000"
            })
    void shouldChangeNothingOfWhatIsRead(String rows, int times) {
        String text = HEADER + rows.replace('/', '\n').repeat(times);
        RowParsers parsers = new RowParsers("close", 1, 3, true);

        WarmUp.run(parsers, text.getBytes(StandardCharsets.US_ASCII), HEADER.length());

        byte[] bytes = Padded.bytes(text);
        Rows read = new Rows(1);
        Rows plain = new Rows(1);
        parsers.parser().parse(bytes, HEADER.length(), text.length(), true, read);
        parsers.plain().parse(bytes, HEADER.length(), text.length(), true, plain);
        assertThat(read).usingRecursiveComparison().ignoringFields("values").isEqualTo(plain);
        assertThat(Arrays.copyOf(read.values, read.count)).isEqualTo(Arrays.copyOf(plain.values, plain.count));
    }
}
