package io.mlops.task.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoundedDecimalTest {
    @ParameterizedTest
    @CsvSource({
        "0.499, 4, 0.4990",
        "0, 4, 0.0000",
        "-0.0, 2, 0.00",
        "-0.00001, 4, 0.0000",
        "-0.00005, 4, -0.0001",
        "1, 0, 1",
        "0.5, 0, 0",
        "1.5, 0, 2",
        "2.5, 0, 2",
        "0.125, 2, 0.12",
        "0.375, 2, 0.38",
        "2.675, 2, 2.67",
        "0.99995, 4, 1.0000",
        "0.99994999, 4, 0.9999",
        "1e22, 1, 10000000000000000000000.0",
        "4.9e-324, 15, 0.000000000000000",
        "0.1, 20, 0.10000000000000000555"
    })
    void shouldRoundTheExactValueWithTiesToEven(double value, int decimals, String expected) {
        assertThat(RoundedDecimal.of(value, decimals)).hasToString(expected);
    }

    @Test
    void shouldAgreeWithBigDecimalForAnyNumber() {
        Random random = new Random(20);
        for (int i = 0; i < 100_000; i++) {
            double value =
                    switch (i % 4) {
                        case 0 -> random.nextDouble();
                        case 1 -> Double.longBitsToDouble(random.nextLong());
                        case 2 -> random.nextInt(-200_000, 200_000) / 1024.0;
                        default -> random.nextInt() * Math.pow(2, random.nextInt(-40, 40));
                    };
            if (Double.isFinite(value)) {
                int decimals = random.nextInt(16);
                assertThat(RoundedDecimal.of(value, decimals).text())
                        .as("%s to %d decimals", value, decimals)
                        .isEqualTo(new BigDecimal(value)
                                .setScale(decimals, RoundingMode.HALF_EVEN)
                                .toPlainString());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void shouldRejectWhatIsNotANumber(double value) {
        assertThatThrownBy(() -> RoundedDecimal.of(value, 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(value + " cannot be rounded");
    }
}
