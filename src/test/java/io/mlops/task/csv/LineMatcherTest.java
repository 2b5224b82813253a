package io.mlops.task.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineMatcherTest {
    private static final int LINES = 20_000;

    /** Lines whose widths vary rarely or often, so that what it has learned of them fits for long or not at all. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 30, 100, 1000, 10_000})
    void shouldReadEveryLineWhateverItHasLearned(int usual) {
        Random random = new Random(usual);
        StringBuilder text = new StringBuilder();
        List<Double> expected = new ArrayList<>();
        for (int i = 0; i < LINES; i++) {
            boolean odd = random.nextInt(usual) == 0;
            double number = odd ? random.nextInt(1_000_000) / 64.0 : 1000 + random.nextInt(9000) + 0.25;
            expected.add(number);
            text.append(odd && random.nextBoolean() ? "2025-1-1 0:00," : "2025-01-01 00:00,")
                    .append(number)
                    .append(",")
                    .append(odd ? "short" : "0.123456")
                    .append('\n');
        }
        byte[] bytes = PaddedBytes.bytes(text.toString());
        LineMatcher line = new LineMatcher(PaddedBytes.marks(bytes, 1, 3));
        int[] begins = new int[LineMatcher.LINES_AT_ONCE + 1];
        RowBatch rows = new RowBatch(1);

        while (begins[0] < text.length()) {
            assertThat(line.read(bytes, text.length(), begins, rows)).isPositive();
        }

        assertThat(rows.lines).isEqualTo(LINES);
        assertThat(rows.count).isEqualTo(LINES);
        for (int i = 0; i < LINES; i++) {
            assertThat(rows.values[i]).isEqualTo(expected.get(i));
        }
    }
}
