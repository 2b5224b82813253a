package io.mlops.task.number;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.Concurrent;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Numbers are parsed as by {@link Double#parseDouble}, to the last bit. */
@Concurrent
class NumberParserTest {
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
            double eightAtATime = decimals(text);
            if (!Double.isNaN(eightAtATime)) {
                assertThat(bits(eightAtATime)).as("eight at a time: %s", text).isEqualTo(bits(expected));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7})
    void shouldRoundMoreDigitsThanADoubleHas(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < NUMBERS; i++) {
            long mantissa = random.nextLong(NumberParser.EXACT + 1, 1_000_000_000_000_000_000L);
            int power = 1 + random.nextInt(16);
            assertThat(bits(DecimalParser.EiselLemire.divide(mantissa, power)))
                    .as("%d / 10^%d", mantissa, power)
                    .isEqualTo(
                            bits(new BigDecimal(mantissa).movePointLeft(power).doubleValue()));
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
    @ValueSource(
            strings = {
                "0",
                "-0",
                "42120.32",
                "12345678",
                "1234567812345678",
                "-42120.3212345678",
                "12345678.1234567890",
                "0.8839657179020123",
                "45100.049206134296"
            })
    void shouldReadPlainDecimalsEightDigitsAtATime(String text) {
        assertThat(bits(decimals(text))).isEqualTo(bits(Double.parseDouble(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "--1",
                ".",
                ".5",
                "5.",
                "1e5",
                "1.2.3",
                "1 2",
                "123456789.5",
                "12345678901234567",
                "inf",
                "abc",
                "1.12345678901234567",
                "12345678.12345678901"
            })
    void shouldLeaveEverythingElseToTheGeneralParser(String text) {
        assertThat(decimals(text)).isNaN();
    }

    @ParameterizedTest
    @ValueSource(strings = {"12.34", "12.34567890123", "12345678.1234567891", "1234", "1234567812345678"})
    void shouldRejectEveryOtherByteInPlaceOfADigit(String text) {
        byte[] bytes = PaddedBytes.bytes(text);
        for (int index = 0; index < text.length(); index++) {
            for (int b = Byte.MIN_VALUE; b <= Byte.MAX_VALUE; b++) {
                boolean valid = (b >= '0' && b <= '9') || b == '.' || (b == '-' && index == 0);
                if (text.charAt(index) != '.' && !valid) {
                    byte[] changed = bytes.clone();
                    changed[index] = (byte) b;
                    assertThat(DecimalParser.parse(changed, 0, text.length()))
                            .as("%d at %d of %s", b, index, text)
                            .isNaN();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1d", "1f", "0x1p3", "1_000", "1e", "e5", "+-1", "NaN1", "nfinity", "٣", ""})
    void shouldAcceptNothingElseAsANumber(String text) {
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
        return NumberParser.parse(bytes, 0, bytes.length);
    }

    /** Digits and points follow the text, which are not part of it. */
    private static double decimals(String text) {
        return DecimalParser.parse(PaddedBytes.bytes(text + ",1.5,99999999.9"), 0, text.length());
    }

    private static long bits(double value) {
        return Double.doubleToRawLongBits(value);
    }
}
