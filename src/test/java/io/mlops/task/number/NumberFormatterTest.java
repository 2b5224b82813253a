package io.mlops.task.number;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.Concurrent;
import io.mlops.task.bytes.ByteBuilder;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Concurrent
class NumberFormatterTest {
    private final NumberFormatter formatter = new NumberFormatter();

    /** What Python prints. */
    @ParameterizedTest
    @CsvSource({
        "0, 0.0",
        "-0.0, -0.0",
        "1, 1.0",
        "-1.5, -1.5",
        "0.1, 0.1",
        "100.07, 100.07",
        "0.00012345, 0.00012345",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "0.000012345, 1.2345e-05",
        "9999999.99999999, 9999999.99999999",
        "10000000, 10000000.0",
        "123456789012.5, 123456789012.5",
        "9007199254740993, 9007199254740992.0",
        "1e15, 1000000000000000.0",
        "1e16, 1e+16",
        "12345678901234567890, 1.2345678901234567e+19",
        "1e22, 1e+22",
        "1e23, 1e+23",
        "2e23, 2e+23",
        "1e100, 1e+100",
        "1e-100, 1e-100",
        "4.9e-324, 5e-324",
        "1.7976931348623157e308, 1.7976931348623157e+308",
        "0.30000000000000004, 0.30000000000000004",
        "4.35, 4.35",
        "NaN, ''",
        "Infinity, inf",
        "-Infinity, -inf",
    })
    void shouldWriteAsPythonDoes(double number, String text) {
        assertThat(format(number)).isEqualTo(text);
    }

    @Test
    void shouldBeReadAsTheSameBits() {
        Random random = new Random(7);
        for (int i = 0; i < 200_000; i++) {
            double number = i % 2 == 0
                    ? Double.longBitsToDouble(random.nextLong())
                    : Math.rint(random.nextDouble() * 1e9) / Math.pow(10, random.nextInt(9));
            if (Double.isFinite(number)) {
                assertThat(Double.parseDouble(format(number))).isEqualTo(number);
            }
        }
    }

    /** The JDK's, from Java 19 on, is the shortest one of at least two digits; Java 17's is often longer. */
    @Test
    void shouldBeNoLongerThanWhatTheJdkWrites() {
        Random random = new Random(11);
        for (int i = 0; i < 200_000; i++) {
            double number = Math.abs(Double.longBitsToDouble(random.nextLong()));
            if (Double.isFinite(number) && number >= Double.MIN_NORMAL) {
                BigDecimal ours = new BigDecimal(format(number)).stripTrailingZeros();
                BigDecimal jdk = new BigDecimal(Double.toString(number)).stripTrailingZeros();
                assertThat(ours.precision()).isLessThanOrEqualTo(jdk.precision());
            }
        }
    }

    private String format(double number) {
        ByteBuilder text = new ByteBuilder(1);
        formatter.append(number, text);
        return new String(text.toArray(), StandardCharsets.US_ASCII);
    }
}
