package io.mlops.task.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextFormulaTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"=\"1.5\", 1.5", "` =\" 09:30 \" `, 09:30", "=\"\", ``", "=\"a\"\"b\", a\"\"b"})
    void shouldUnwrapAFormula(String formula, String text) {
        assertThat(TextFormula.matches(formula)).isTrue();
        assertThat(TextFormula.unwrap(formula)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {"=\"", "=1.5", "\"1.5\"", "=\"1.5", "` a `", "``"})
    void shouldReturnAnyOtherTextAsItIs(String text) {
        assertThat(TextFormula.matches(text)).isFalse();
        assertThat(TextFormula.unwrap(text)).isEqualTo(text);
    }
}
