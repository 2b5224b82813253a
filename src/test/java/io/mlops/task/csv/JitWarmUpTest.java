package io.mlops.task.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JitWarmUpTest {
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
        RowParserFactory parsers = new RowParserFactory("close", 1, 3, true);

        JitWarmUp.run(parsers, text.getBytes(StandardCharsets.US_ASCII), HEADER.length());

        byte[] bytes = PaddedBytes.bytes(text);
        RowBatch read = new RowBatch(1);
        RowBatch plain = new RowBatch(1);
        parsers.parser().parse(bytes, HEADER.length(), text.length(), true, read);
        parsers.reference().parse(bytes, HEADER.length(), text.length(), true, plain);
        assertThat(read).usingRecursiveComparison().ignoringFields("values").isEqualTo(plain);
        assertThat(Arrays.copyOf(read.values, read.count)).isEqualTo(Arrays.copyOf(plain.values, plain.count));
    }
}
