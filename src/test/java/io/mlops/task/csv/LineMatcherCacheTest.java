package io.mlops.task.csv;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineMatcherCacheTest {
    private final LineMatcherCache known = new LineMatcherCache();

    @Test
    void shouldReadLinesOfSeveralKinds() {
        for (int columns = 2; columns <= 9; columns++) {
            learn(line(columns));
        }
        for (int round = 0; round < 3; round++) {
            for (int columns = 2; columns <= 9; columns++) {
                assertThat(read(line(columns).repeat(5))).isEqualTo(5);
            }
        }
        assertThat(read(line(10))).isZero();
    }

    @Test
    void shouldBeginAnewWhereThereAreTooMany() {
        for (int columns = 2; columns <= 10; columns++) {
            learn(line(columns));
        }
        assertThat(read(line(10))).isOne();
        assertThat(read(line(2))).isZero();
    }

    @Test
    void shouldWantLessAndLessOfLinesThatAreNotAlike() {
        assertThat(wanted(500)).isBetween(100, 1300);
    }

    @Test
    void shouldNotLearnALineTwice() {
        assertThat(wanted(1)).isBetween(100, 250);
        assertThat(read(line(2))).isOne();
    }

    @Test
    void shouldForgetNothingForALineThatItKnows() {
        for (int columns = 2; columns <= 9; columns++) {
            learn(line(columns));
        }
        learn(line(5));
        for (int columns = 2; columns <= 9; columns++) {
            assertThat(read(line(columns))).isOne();
        }
    }

    @Test
    void shouldTellWhetherTheLinesReadLastHaveAShape() {
        String alike = "a,1.5,b\n".repeat(LineMatcher.FEW);
        String varied = "a,1.5,b\na,12.5,b\n".repeat(LineMatcher.FEW);
        assertThat(known.haveShape()).isFalse();
        learn("a,1.5,b\n");
        read(alike);
        read(alike);
        assertThat(known.haveShape()).isTrue();
        read(varied);
        read(varied);
        assertThat(known.haveShape()).isFalse();
    }

    /** The shape's numbers have no sign: it would be found and never read. */
    @Test
    void shouldNeverGiveAShapeToNegativeNumbers() {
        learn("a,-1.5,b\n");

        for (int i = 0; i < 3; i++) {
            assertThat(read("a,-1.5,b\n".repeat(LineMatcher.FEW))).isEqualTo(LineMatcher.FEW);
            assertThat(known.haveShape()).isFalse();
        }
    }

    /** A shape would not see what follows the carriage return. */
    @Test
    void shouldNeverGiveAShapeToLinesWithACarriageReturn() {
        learn("a,1.5,b\r\n");
        for (int i = 0; i < 3; i++) {
            assertThat(read("a,1.5,b\r\n".repeat(LineMatcher.FEW))).isEqualTo(LineMatcher.FEW);
            assertThat(known.haveShape()).isFalse();
        }
    }

    @Test
    void shouldNotLearnALineOfMoreMarksThanItKeepsPlacesFor() {
        learn(line(1000));
        assertThat(read(line(1000))).isOne();
        learn(line(1001));
        assertThat(read(line(1001))).isZero();
    }

    /** How many of 10,000 lines, of so many kinds by turns, were to be learned and were. */
    private int wanted(int kinds) {
        int wanted = 0;
        for (int i = 0; i < 10_000; i++) {
            if (known.shouldLearn()) {
                wanted++;
                learn(line(2 + i % kinds));
            }
        }
        return wanted;
    }

    private static String line(int columns) {
        return "a,1.5" + ",b".repeat(columns - 2) + '\n';
    }

    private void learn(String line) {
        known.learn(PaddedBytes.marks(PaddedBytes.bytes(line), 1, line.length()));
    }

    private int read(String text) {
        return known.read(
                PaddedBytes.bytes(text), text.length(), new int[LineMatcher.LINES_AT_ONCE + 1], new RowBatch(1));
    }
}
