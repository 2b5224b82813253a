package io.mlops.task.number;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShortDecimalsTest {
    private static final String BYTES = "0123456789012345678901234567890123456789..-+e /:";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldReadEveryNumberOfItsForm(int length) {
        Random random = new Random(length);
        for (int point = -1; point < length; point++) {
            for (int i = 0; i < 200; i++) {
                StringBuilder text = new StringBuilder();
                for (int index = 0; index < length; index++) {
                    text.append(index == point ? '.' : (char) ('0' + random.nextInt(10)));
                }
                if (!text.toString().equals(".")) {
                    assertThat(read(text.toString())).isEqualTo(Double.parseDouble(text.toString()));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "-1",
                "+1",
                "1e5",
                "1.2.3",
                "..",
                "1,2",
                " 1",
                "1 ",
                "/1",
                ":1",
                "123456789",
                "1.2345678"
            })
    void shouldRejectEverythingElse(String text) {
        assertThat(read(text)).isNaN();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void shouldAgreeWithTheGeneralParser(int seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(10); length > 0; length--) {
                text.append(BYTES.charAt(random.nextInt(BYTES.length())));
            }
            double read = read(text.toString());
            if (!Double.isNaN(read)) {
                assertThat(read)
                        .as("%s", text)
                        .isEqualTo(NumberParser.parse(PaddedBytes.bytes(text.toString()), 0, text.length()));
            }
        }
    }

    /** Parses it between an ordinary number and another one; NaN if it is rejected. The bytes before are digits. */
    private static double read(String number) {
        String text = "12345678,1.5," + number + ",7\n";
        byte[] bytes = PaddedBytes.bytes(text);
        int end = 13 + number.length();
        double[] values = new double[4];
        boolean read =
                DecimalParser.ShortDecimals.read(bytes, new int[] {8, 12, 12, end, end, end + 2}, 0, 2, 3, values, 1);
        assertThat(values[0]).isZero();
        if (!read) {
            return Double.NaN;
        }
        assertThat(values[1]).isEqualTo(1.5);
        assertThat(values[3]).isEqualTo(7);
        return values[2];
    }
}
