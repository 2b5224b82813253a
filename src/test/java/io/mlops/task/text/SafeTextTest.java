package io.mlops.task.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r", "\u0000", "\u0085", "\u001b", "\u2028", "\u2029", "\u202e", "\ud800"})
    void shouldReplaceLineEndsAndDirectionOverrides(String character) {
        assertThat(SafeText.excerpt("a" + character + "b")).isEqualTo("a\ufffdb");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data.csv", "größe 5.csv", "価格.csv", "\ud83d\ude00"})
    void shouldRetainOrdinaryText(String text) {
        assertThat(SafeText.excerpt(text)).isEqualTo(text);
    }
}
