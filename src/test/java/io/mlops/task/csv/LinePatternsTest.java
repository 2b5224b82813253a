package io.mlops.task.csv;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinePatternsTest {
    private final LinePatterns patterns = new LinePatterns();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a,1.5,b|ccc,25,|true",
                "a,1.5,b|,,|true",
                "a,1.5,b|a,1.5|false",
                "a,1.5,b|a,1.5,b,c|false",
                "a,1.5,b|a,1.5 ,b|false",
                "a,1.5,b|a,\"1.5\",b|false",
                "a b,1.5|ab ,1.5|true",
                "a,\"1.5\",b|ccc,\"25\",d|true",
                "a,\"1.5\",b|,\"25\",|false",
                "a,\"1.5\",b|ccc,x\"25\",d|false",
                "a,\"1.5\",b|ccc,\"25\"x,d|false",
                "\"a\",1.5|\"b\",2.5|true",
                "\"a\",1.5|x\"b\",2.5|false"
            })
    void shouldKnowALineByItsMarks(String known, String line, boolean alike) {
        patterns.learn(pattern(known));
        assertThat(isKnown(line)).isEqualTo(alike);
    }

    @Test
    void shouldKnowSeveralAndBeginAnewWhereTheyAreTooMany() {
        for (int commas = 1; commas <= 8; commas++) {
            patterns.learn(pattern(",".repeat(commas)));
        }
        for (int commas = 1; commas <= 8; commas++) {
            assertThat(isKnown(",".repeat(commas))).isTrue();
        }
        patterns.learn(pattern(",".repeat(9)));
        assertThat(isKnown(",".repeat(9))).isTrue();
        assertThat(isKnown(",")).isFalse();
    }

    @Test
    void shouldSayWhetherOnlyTheOrderOfTheMarksMatters() {
        assertThat(pattern("a b,1.5").isPlain()).isTrue();
        assertThat(pattern("a b,\"1.5\"").isPlain()).isFalse();
        assertThat(pattern("a b,1.5\r").isPlain()).isFalse();
    }

    @Test
    void shouldWantLessAndLessOfLinesThatAreNotAlike() {
        int wanted = 0;
        for (int i = 0; i < 10_000; i++) {
            if (patterns.wants()) {
                wanted++;
                patterns.learn(pattern(","));
            }
        }
        assertThat(wanted).isBetween(100, 250);
    }

    private boolean isKnown(String line) {
        byte[] bytes = Padded.bytes(line + '\n');
        return patterns.find(bytes, 0, Padded.marks(bytes, 0), 0) != null;
    }

    private static LinePattern pattern(String line) {
        byte[] bytes = Padded.bytes(line + '\n');
        Marks marks = Padded.marks(bytes, 0);
        return LinePattern.of(bytes, 0, marks, marks.count, 0, false);
    }
}
