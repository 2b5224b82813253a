package io.mlops.task.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\u0000", "\u0085", "\u001b", "\u2028", "\u2029", "\ud800"})
    void shouldReplaceLineEnds(String character) {
        assertThat(SafeText.excerpt("a" + character + "b")).isEqualTo("a\ufffdb");
    }

    @ParameterizedTest
    @CsvSource({"'\u00a0',U+00A0", "'\u202f',U+202F", "'\u200b',U+200B", "'\ufeff',U+FEFF", "'\u202e',U+202E"})
    void shouldNameWhatCannotBeSeen(String character, String name) {
        assertThat(SafeText.excerpt("a" + character + "b")).isEqualTo("a" + name + "b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data.csv", "größe 5.csv", "価格.csv", "\ud83d\ude00"})
    void shouldRetainOrdinaryText(String text) {
        assertThat(SafeText.excerpt(text)).isEqualTo(text);
    }
}
