package io.mlops.task.number;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** It must accept the lines that it is meant for: rejecting them would make the parser slow, not wrong. */
class FixedWidthDecimalsTest {
    private static final int LINES = 50;

    private byte[] bytes = {};
    private final int[] lineStarts = new int[LINES];
    private final double[] expected = new double[LINES];
    private int digitsAt;
    private int digitsEnd;

    static Stream<Object[]> widths() {
        return Stream.of(1, 2, 3, 5, 7, 8).flatMap(whole -> Stream.of(1, 2, 3, 5, 6, 7, 8, 9, 16)
                .filter(fraction -> whole + fraction <= 18)
                .map(fraction -> new Object[] {whole, fraction}));
    }

    @ParameterizedTest
    @MethodSource("widths")
    void shouldReadEveryLine(int whole, int fraction) {
        DecimalParser.FixedWidth numbers = numbers("2025-01-01,", whole, fraction);
        double[] values = new double[LINES + 3];

        assertThat(numbers.read(bytes, lineStarts, LINES, values, 3)).isEqualTo(LINES);

        assertThat(Arrays.copyOfRange(values, 3, values.length)).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "5, 2", "1, 6", "6, 1"})
    void shouldReadNumbersThatFitIntoAWordTogether(int whole, int fraction) {
        DecimalParser.FixedWidth numbers = numbers("2025-01-01,", whole, fraction);
        double[] values = new double[LINES];

        assertThat(numbers.readWords(bytes, lineStarts, LINES, values, 0)).isTrue();

        assertThat(values).containsExactly(expected);
    }

    @ParameterizedTest
    @CsvSource({"5, 2", "1, 6", "5, 9"})
    void shouldStopAtALineWithoutSuchANumber(int whole, int fraction) {
        DecimalParser.FixedWidth numbers = numbers("2025-01-01,", whole, fraction);
        for (int index = digitsAt; index < digitsEnd; index++) {
            if (bytes[lineStarts[30] + index] == '.') {
                continue;
            }
            for (char other : new char[] {'-', '/', ':', 'e', ' ', ','}) {
                byte digit = bytes[lineStarts[30] + index];
                bytes[lineStarts[30] + index] = (byte) other;
                assertThat(numbers.read(bytes, lineStarts, LINES, new double[LINES], 0))
                        .isEqualTo(30);
                bytes[lineStarts[30] + index] = digit;
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1.5", "+1.5", " 1.5", "1.5e3", "1.", ".5", "15", "1.2.3"})
    void shouldNotLearnWhatItCouldNotRead(String number) {
        assertThat(DecimalParser.FixedWidth.of(PaddedBytes.bytes(number + ",7\n"), 0, 0, number.length()))
                .isNull();
    }

    @Test
    void shouldReadTheFirstColumnOfAFile() {
        DecimalParser.FixedWidth numbers = numbers("", 1, 2);
        double[] values = new double[LINES];

        assertThat(numbers.read(bytes, lineStarts, LINES, values, 0)).isEqualTo(LINES);

        assertThat(values).containsExactly(expected);
    }

    private DecimalParser.FixedWidth numbers(String before, int whole, int fraction) {
        Random random = new Random(whole * 100L + fraction);
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < LINES; line++) {
            String number = digits(random, whole) + '.' + digits(random, fraction);
            lineStarts[line] = text.length();
            expected[line] = Double.parseDouble(number);
            text.append(before).append(number).append(",7\n");
        }
        bytes = PaddedBytes.bytes(text.toString());
        digitsAt = before.length();
        digitsEnd = digitsAt + whole + 1 + fraction;
        DecimalParser.FixedWidth numbers = DecimalParser.FixedWidth.of(bytes, 0, digitsAt, digitsEnd);
        assertThat(numbers).isNotNull();
        return numbers;
    }

    private static String digits(Random random, int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append(random.nextInt(10));
        }
        return digits.toString();
    }
}
