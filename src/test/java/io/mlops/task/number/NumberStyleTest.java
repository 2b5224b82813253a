package io.mlops.task.number;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.layout.Dialect;
import io.mlops.task.layout.Dialect.HeaderPlace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberStyleTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,5|1.5",
                "-1,25|-1.25",
                "+1,25|1.25",
                "1|1",
                ",5|0.5",
                "1,|1",
                "1,5e3|1500",
                "1e3|1000",
                "inf|Infinity",
                "' 1,5 '|1.5",
                "1.5|NaN",
                "1.234,5|NaN",
                "1,2,3|NaN",
                "1,2.3|NaN",
                ",|NaN",
                "''|NaN",
                "a|NaN",
                "1;5|NaN"
            })
    void shouldReadADecimalComma(String text, Double expected) {
        assertThat(parse(style(',', null), text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,234|1234",
                "1,234.5|1234.5",
                "12,345,678.25|12345678.25",
                "-1,234|-1234",
                "+1,234|1234",
                "123,456|123456",
                "1234|1234",
                "1234.5|1234.5",
                "0,001|1",
                "1,234.|1234",
                ".5|0.5",
                "1,23|NaN",
                "1,2345|NaN",
                "1234,567|NaN",
                ",123|NaN",
                "1,|NaN",
                "1,,234|NaN",
                "1,234,|NaN",
                "-,123|NaN",
                "1,2e3|NaN",
                "1e1,234|NaN",
                "1,+23|NaN",
                "1,-23|NaN",
                "1, 23|NaN",
                "1,234.5,678|NaN",
                "1,23a|NaN",
                "a,234|NaN",
                "-1-,234|NaN",
                "1.5,000|NaN"
            })
    void shouldReadThousandsOnlyInGroupsOfThree(String text, Double expected) {
        assertThat(parse(style('.', ','), text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            quoteCharacter = '"',
            value = {
                ",!.!1.234,5!1234.5",
                ",!.!1.234.567!1234567",
                ",!.!1.5!NaN",
                ",!.!1.234.5!NaN",
                ".!'!1'234.5!1234.5",
                ".!\u00a0!1\u00a0234.5!1234.5",
                ",!\u202f!1\u202f234,5!1234.5",
                ".!_!1_000!1000",
                ".!|!1|000|000.5!1000000.5"
            })
    void shouldReadThousandsOfAnyCharacter(char decimal, char thousands, String text, Double expected) {
        assertThat(parse(style(decimal, thousands), text)).isEqualTo(expected);
    }

    @Test
    void shouldReadThousandsOfABlank() {
        assertThat(parse(style('.', ' '), " 1 234.5 ")).isEqualTo(1234.5);
        assertThat(parse(style('.', ' '), "12 34")).isNaN();
    }

    @Test
    void shouldTakeCertainTextsForMissing() {
        NumberStyle style = style('.', null, "-", "-999", "n.v.", "1e3");

        for (String text : new String[] {
            "-", " - ", "-999", " -999 ", "-999.0", "-999.00", "n.v.", "1000", "1e3", "", "NaN", "null"
        }) {
            assertThat(parse(style, text)).as(text).isNaN();
            assertThat(isMissing(style, text)).as(text).isTrue();
        }
        for (String text : new String[] {"999", "-9990", "-999.5", "1001"}) {
            assertThat(parse(style, text)).as(text).isEqualTo(Double.parseDouble(text));
            assertThat(isMissing(style, text)).as(text).isFalse();
        }
        assertThat(isMissing(style, "--")).isFalse();
        assertThat(isMissing(style, "N.V.")).isFalse();
    }

    @Test
    void shouldTakeNumbersForMissingAsTheyAreWrittenInTheFile() {
        NumberStyle style = style(',', '.', "-999,5", "1.000");

        for (String text : new String[] {"-999,5", "-999,50", "1.000", "1000"}) {
            assertThat(parse(style, text)).as(text).isNaN();
            assertThat(isMissing(style, text)).as(text).isTrue();
        }
        assertThat(parse(style, "1")).isEqualTo(1);
    }

    @Test
    void shouldLeaveToTheFastPathOnlyWhatMeansWhatItSays() {
        assertThat(style('.', null).allowsFastPath()).isTrue();
        assertThat(style('.', null, "-", "n.v.").allowsFastPath()).isTrue();
        assertThat(style('.', null, "-999").allowsFastPath()).isFalse();
        assertThat(style(',', null).allowsFastPath()).isFalse();
        assertThat(style('.', ',').allowsFastPath()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                ".|none|1,234|; set thousands: \",\"",
                ".|none|-1,234,567.5|; set thousands: \",\"",
                ".|none|R$ 1.234,50|; set decimal: \",\" and thousands: \".\"",
                ".|none|15\ufffd665.39|; the file is not UTF-8: set encoding: its encoding, such as windows-1252",
                ".|none|$1,234.50|; set thousands: \",\"",
                ".|none|1,5|; set decimal: \",\"",
                ".|none|-101,25|; set decimal: \",\"",
                ".|none|1234,5|; set decimal: \",\"",
                ".|none|1.234,5|; set decimal: \",\" and thousands: \".\"",
                ".|none|1.234.567,5|; set decimal: \",\" and thousands: \".\"",
                ".|none|1'234.5|; set thousands: \"'\"",
                ".|none|1 234|; set thousands: \" \"",
                ".|none|1 234,5|; set decimal: \",\" and thousands: \" \"",
                ".|none|-|; if it means a missing value, set na_values: [\"-\"]",
                ".|none|--|; if it means a missing value, set na_values: [\"--\"]",
                ".|none|abc|; if it means a missing value, set na_values: [\"abc\"]",
                ".|none|停牌|; if it means a missing value, set na_values: [\"停牌\"]",
                ".|none|not a single price on this day|''",
                ".|none|x1|''",
                ".|none|1,23,4.5|''",
                ".|none|1-2|''",
                ",|none|1.234,5|; set thousands: \".\"",
                ",|none|1.234|; set thousands: \".\"",
                ",|none|1.5|''",
                ".|,|1,5|; set decimal: \",\"",
                ".|,|1.234,5|; set decimal: \",\" and thousands: \".\""
            })
    void shouldNameTheKeyThatReadsANumber(char decimal, Character thousands, String text, String remedy) {
        NumberStyle style = style(decimal, thousands);

        assertThat(parse(style, text)).isNaN();
        assertThat(style.problem(text, 80)).isEqualTo("must be a number, was \"" + text + '"' + remedy);
        if (remedy.startsWith("; set decimal") || remedy.startsWith("; set thousands")) {
            char newDecimal = remedy.contains("decimal: \",\"") ? ',' : decimal;
            int at = remedy.indexOf("thousands: \"");
            NumberStyle other = style(newDecimal, at < 0 ? null : (Character) remedy.charAt(at + 12));
            assertThat(other.parse(Adornments.remove(text))).isNotNaN();
        }
    }

    @Test
    void shouldWriteABlankThatCannotBeSeenAsAnEscape() {
        assertThat(style('.', null).problem("1\u00a0234.5", 80)).endsWith("; set thousands: \"\\u00a0\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {99, 100, 101, 10_000})
    void shouldReadLongTextsInNoTime(int length) {
        for (String text :
                new String[] {"1".repeat(length), "$".repeat(length), "1,".repeat(length), "\u00a0".repeat(length)}) {
            NumberStyle style = style('.', ',');
            parse(style, text);
            assertThat(style.problem(text, 80)).hasSizeLessThan(600);
        }
    }

    private static NumberStyle style(char decimal, Character thousands, String... missing) {
        return new NumberStyle(new Dialect(null, HeaderPlace.AUTO, decimal, thousands, List.of(missing), 0, null));
    }

    private static double parse(NumberStyle style, String text) {
        byte[] bytes = PaddedBytes.bytes('9' + text + '9');
        return style.parse(bytes, 1, 1 + text.getBytes(StandardCharsets.UTF_8).length);
    }

    private static boolean isMissing(NumberStyle style, String text) {
        byte[] bytes = PaddedBytes.bytes('9' + text + '9');
        return style.isMissing(bytes, 1, 1 + text.getBytes(StandardCharsets.UTF_8).length);
    }
}
