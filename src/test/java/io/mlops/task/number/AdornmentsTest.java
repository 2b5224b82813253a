package io.mlops.task.number;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdornmentsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "$5|5",
                "$ 5|5",
                "5$|5",
                "5 €|5",
                "5\u00a0€|5",
                "€\u00a05|5",
                "-$5|-5",
                "$-5|-5",
                "+$5|+5",
                "- $5|-5",
                "£1.5|1.5",
                "₹1|1",
                "\u00a01.5\u00a0|1.5",
                "\u202f1|1",
                "1\u00a0|1",
                "1\u00a0000|1\u00a0000",
                "1$5|1$5",
                "1|1",
                "''|''",
                "$|''",
                "abc|abc",
                "US$5|5",
                "R$ 5|5",
                "-HK$5|-5",
                "ABCD$5|ABCD$5",
                "a$5|a$5",
                "USD 5|5",
                "5 USD|5",
                "-5USD|-5",
                "-USD 5|-5",
                "CHF\u00a01'234.50|1'234.50",
                "1 234,50 zł|1 234,50",
                "zł 5|5",
                "99,28 Kč|99,28",
                "99 kr|99",
                "kr. 99|99",
                "99 kr.|99",
                "Rs.99.5|99.5",
                "Rs. 1,234.50|1,234.50",
                "99.5 руб.|99.5",
                "1000円|1000",
                "42000.5 USDT|42000.5",
                "451.5 GBp|451.5",
                "USD|USD",
                "Rs.|Rs.",
                "5 XYZ|5 XYZ",
                "5 usd|5 usd",
                "5 %|5 %",
                "5 K|5 K",
                "5M|5M",
                "5억|5억",
                "USD 5 EUR|5 EUR",
                "=\"1.5\"|1.5",
                "=\"$1.5\"|1.5",
                "=\"\"|''",
                "=\"1.5|=\"1.5",
                "=1.5|=1.5"
            })
    void shouldRemoveWhatStandsAroundANumber(String text, String expected) {
        assertThat(Adornments.remove(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "$5, true",
        "5 €, true",
        "5 USD, true",
        "zł 5, true",
        "5, false",
        "\u00a05, false",
        "5 XYZ, false",
        "5 XXX, false",
        "XTS 5, false",
        "USD, false"
    })
    void shouldTellACurrency(String text, boolean expected) {
        assertThat(Adornments.hasCurrency(text)).isEqualTo(expected);
    }
}
