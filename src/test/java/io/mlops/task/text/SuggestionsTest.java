package io.mlops.task.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {
    private static final List<String> KEYS =
            List.of("seed", "window", "version", "warmup", "missing", "column", "decimals");

    @ParameterizedTest
    @CsvSource({
        "windw, window",
        "window, window",
        "wndow_size, window",
        "seeds, seed",
        "sede, seed",
        "verison, version",
        "warm_up, warmup",
        "warm-up, warmup",
        "colunm, column",
        "decimal, decimals",
        "misssing, missing",
        "'', seed"
    })
    void shouldGuessTheIntendedKey(String written, String meant) {
        assertThat(Suggestions.closest(written, KEYS)).isEqualTo(meant);
    }

    @Test
    void shouldReturnTheFirstOfTwoThatAreEquallyClose() {
        assertThat(Suggestions.closest("b", List.of("a", "c"))).isEqualTo("a");
        assertThat(Suggestions.closest("b", List.of("c", "a"))).isEqualTo("c");
    }
}
