package io.mlops.task.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers are what {@link Double#parseDouble} makes of them, to the last bit. */
class NumbersTest {
    private static final int NUMBERS = 200_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldReadDecimalsExactly(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < NUMBERS; i++) {
            String text = decimal(random);
            double expected = Double.parseDouble(text);
            assertThat(Double.doubleToRawLongBits(plain(text))).as(text).isEqualTo(bits(expected));
            assertThat(Double.doubleToRawLongBits(new BigDecimal(text).doubleValue()))
                    .as("BigDecimal of %s, which has no negative zero", text)
                    .isEqualTo(bits(expected == 0 ? 0.0 : expected));
            DecimalTemplate template = template(text);
            if (template != null) {
                assertThat(Double.doubleToRawLongBits(template.parse(padded(text), 0)))
                        .as("by template: %s", text)
                        .isEqualTo(bits(expected));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void shouldReadTheShortestTextOfEveryDouble(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < NUMBERS; i++) {
            double number = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(number)) {
                assertThat(bits(plain(Double.toString(number)))).isEqualTo(bits(number));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "42120.32", "12345678", ".5", "5.", "-42120.3212345678", "12345678.1234567890"})
    void shouldHaveATemplateForPlainDecimals(String text) {
        assertThat(template(text)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", ".", "1e5", "1.2.3", "1 2", "123456789.5", "1234567890123456789", "inf", "abc"})
    void shouldHaveNoTemplateForAnythingElse(String text) {
        assertThat(template(text)).isNull();
    }

    @Test
    void shouldRefuseEveryOtherByteInPlaceOfADigit() {
        byte[] bytes = padded("12.34567890123");
        DecimalTemplate template = DecimalTemplate.of(bytes, 0, 0, 14);
        assertThat(template).isNotNull();
        for (int place : new int[] {0, 1, 3, 10, 11, 13}) {
            for (int b = ':'; b <= '?'; b++) {
                byte[] changed = bytes.clone();
                changed[place] = (byte) b;
                assertThat(template.parse(changed, 0)).as("%c at %d", b, place).isNaN();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1d", "1f", "0x1p3", "1_000", "1e", "e5", "+-1", "NaN1", "nfinity", "٣", ""})
    void shouldTakeNothingElseForANumber(String text) {
        assertThat(plain(text)).isNaN();
    }

    private static String decimal(Random random) {
        StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "-" : "");
        int digits = 1 + random.nextInt(20);
        int point = random.nextInt(digits + 1);
        for (int i = 0; i < digits; i++) {
            text.append(i == point ? "." : "").append((char) ('0' + random.nextInt(10)));
        }
        return text.toString();
    }

    private static double plain(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Numbers.parse(bytes, 0, bytes.length);
    }

    private static DecimalTemplate template(String text) {
        return DecimalTemplate.of(padded(text), 0, 0, text.length());
    }

    private static byte[] padded(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Arrays.copyOf(bytes, bytes.length + RowParser.PADDING);
    }

    private static long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }
}
