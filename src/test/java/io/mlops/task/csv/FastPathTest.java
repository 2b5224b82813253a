package io.mlops.task.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.Concurrent;
import io.mlops.task.number.PaddedBytes;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * How many rows of each kind of file the fast parser leaves to the reference parser. A mistake in a matcher would make it slow,
 * not wrong: it shows here. The values are those of the reference parser, to the last bit.
 */
@Concurrent
class FastPathTest {
    private static final int ROWS = 20_000;
    private static final int COLUMN = 2;
    private static final int COLUMNS = 6;

    /** Files whose rows are parsed by the matchers, except for at most {@code maxFallback}. */
    enum Family {
        EVEN_WIDTHS(1, (random, row) -> line("%02d.25".formatted(row % 90 + 10), "x")),
        EVEN_WIDTHS_OF_MANY_DIGITS(1, (random, row) -> line("12.%014d".formatted(random.nextInt(1 << 30)), "x")),
        EVEN_WIDTHS_IN_LONG_LINES(1, (random, row) -> "x".repeat(90) + line("42.25", "x")),
        EVEN_WIDTHS_BEFORE_TEXT_OF_ANY_LENGTH(1, (random, row) -> line("42.25", "x".repeat(row % 11))),
        NO_TRAILING_ZEROS(1, (random, row) -> line(Double.toString(random.nextInt(1_000_000) / 100.0), "x")),
        INTEGERS(1, (random, row) -> line(Integer.toString(random.nextInt()), "x")),
        NEGATIVE(1, (random, row) -> line("-42.25", "x")),
        ALL_DIGITS(1, (random, row) -> line(decimal(random), "x")),
        MISSING(1, (random, row) -> line(row % 3 == 1 ? "" : "42.25", "x")),
        CARRIAGE_RETURNS(1, (random, row) -> line(row + ".5", "x").replace("\n", "\r\n")),
        QUOTED_FIELDS(
                1,
                (random, row) ->
                        "\"" + line(row + ".5", "x").replace(",", "\",\"").replace("\n", "\"\n")),
        QUOTED_TEXT(1, (random, row) -> line(row + ".5", "\"x" + "y".repeat(row % 90) + "\"")),
        WRAPPED_LINES(1, (random, row) -> "\"" + line(row + ".5", "x").replace("\n", "\"\n")),
        TEXT_OF_ANY_LENGTH(1, (random, row) -> "x".repeat(random.nextInt(400)) + line(decimal(random), "y")),
        SPACES_IN_TEXT(7, (random, row) -> line(row + ".5", "x" + " x".repeat(random.nextInt(7)))),
        SHORT_ROWS(40, (random, row) -> row % 1000 == 0 ? "x\n" : line(row + ".5", "x")),
        EXPONENTS(250, (random, row) -> line(row % 100 == 0 ? "1e5" : row + ".5", "x")),
        MISSING_WORDS(250, (random, row) -> line(row % 100 == 0 ? "NaN" : row + ".5", "x")),
        QUOTED_NEWLINES(250, (random, row) -> line(row + ".5", row % 100 == 0 ? "\"x\ny\"" : "x")),
        /** One structure more than can be learned: they must not be dropped and learned again with each line. */
        MORE_STRUCTURES_THAN_CAN_BE_LEARNED(ROWS / 2, (random, row) -> line("1.5", "x" + " x".repeat(row % 9))),
        NO_TWO_ALIKE(ROWS, (random, row) -> line("1.5", "x" + " x".repeat(row % 500)));

        private final int maxFallback;
        private final BiFunction<Random, Integer, String> line;

        Family(int maxFallback, BiFunction<Random, Integer, String> line) {
            this.maxFallback = maxFallback;
            this.line = line;
        }

        String text() {
            Random random = new Random(1);
            StringBuilder text = new StringBuilder();
            for (int row = 0; row < ROWS; row++) {
                text.append(line.apply(random, row));
            }
            return text.toString();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldLeaveFewRowsToTheReferenceParser(Family family) {
        FastRowParser parser = parse(family.text(), COLUMN, COLUMNS);

        assertThat(parser.fallbackRows).isBetween(1L, (long) family.maxFallback);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "EVEN_WIDTHS",
                "EVEN_WIDTHS_OF_MANY_DIGITS",
                "EVEN_WIDTHS_IN_LONG_LINES",
                "EVEN_WIDTHS_BEFORE_TEXT_OF_ANY_LENGTH"
            })
    void shouldReadEvenWidthsByTheirLayout(Family family) {
        assertThat(parse(family.text(), COLUMN, COLUMNS).fixedLayoutRows).isGreaterThan(ROWS - 200);
    }

    /** A layout has no sign, and could not check what follows a carriage return or whether a quote is next to a comma. */
    @ParameterizedTest
    @EnumSource(names = {"NEGATIVE", "CARRIAGE_RETURNS", "QUOTED_FIELDS", "WRAPPED_LINES", "QUOTED_TEXT"})
    void shouldLearnNoLayoutThatItCannotVerify(Family family) {
        assertThat(parse(family.text(), COLUMN, COLUMNS).fixedLayoutRows).isZero();
    }

    @Test
    void shouldDropALayoutThatMatchesFewLines() {
        String varied = "a,1.5\na,12.5\n".repeat(ROWS / 2);

        FastRowParser parser = parse("a,1.5\n".repeat(ROWS) + varied, 1, 2);

        assertThat(parser.fallbackRows).isOne();
        assertThat(parser.fixedLayoutRows).isBetween(ROWS - 200L, ROWS + 200L);
    }

    @Test
    void shouldLearnTheLayoutAgainOnceLinesAreAlike() {
        String varied = "a,1.5\na,12.5\n".repeat(ROWS / 20);

        FastRowParser parser = parse(varied + "a,1.5\n".repeat(10 * ROWS), 1, 2);

        assertThat(parser.fallbackRows).isOne();
        assertThat(parser.fixedLayoutRows).isGreaterThan(9L * ROWS);
    }

    /** Their widths vary rarely or often, so that a learned layout matches for long or not at all. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 10, 30, 100, 1000, 10_000})
    void shouldReadEveryLineWhateverItHasLearned(int oneOddIn) {
        Random random = new Random(oneOddIn);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < ROWS; i++) {
            boolean odd = random.nextInt(oneOddIn) == 0;
            double number = odd ? random.nextInt(1_000_000) / 64.0 : 1000 + random.nextInt(9000) + 0.25;
            text.append(odd && random.nextBoolean() ? "2025-1-1 0:00," : "2025-01-01 00:00,")
                    .append(number)
                    .append(",")
                    .append(odd ? "short" : "0.123456")
                    .append('\n');
        }

        FastRowParser parser = parse(text.toString(), 1, 3);

        assertThat(parser.fallbackRows).isOne();
        assertThat(parser.fixedLayoutRows).isBetween(oneOddIn >= 1000 ? ROWS / 2L : 0, (long) ROWS);
    }

    /** Starts of up to 24 bytes may be compared at a time; longer ones, and lines before a block, have no effect. */
    @ParameterizedTest
    @ValueSource(ints = {1, 7, 8, 22, 23, 24, 25, 39, 63, 64, 65, 500, 5000, 16_000})
    void shouldReadStartsOfEveryLength(int length) {
        String start = "x".repeat(length);

        FastRowParser parser = parse((start + ",2.5,b\n" + start + ",12.5,b\n").repeat(200), 1, 3);

        assertThat(parser.fallbackRows).isOne();
    }

    @Test
    void shouldNotLearnALineThatIsTooLongOrHasTooManyFields() {
        assertThat(parse(("a,1.5" + ",".repeat(998) + "\n").repeat(50), 1, 1000).fallbackRows)
                .isOne();
        assertThat(parse(("a,1.5" + ",".repeat(1000) + "\n").repeat(50), 1, 1002).fallbackRows)
                .isEqualTo(50);
        assertThat(parse(("x".repeat(16_400) + ",1.5\n").repeat(50), 1, 2).fallbackRows)
                .isEqualTo(50);
    }

    private static String line(String number, String text) {
        return "2025-01-01 00:00,7," + number + ',' + text + ",5.277481,222289.18\n";
    }

    private static String decimal(Random random) {
        return random.nextInt(10_000_000) + "." + (1 + random.nextInt(1 << 30));
    }

    /** Parses the file and compares every row with those of the reference parser. */
    private static FastRowParser parse(String text, int column, int columns) {
        int[] keys = {0, column};
        RowParser.Factory parsers = Parsers.of(column, columns, true, keys);
        byte[] bytes = PaddedBytes.bytes(text);
        int to = bytes.length - RowParser.PADDING;
        FastRowParser parser = parsers.fast();
        RowBatch rows = new RowBatch(1, 2);
        parser.parse(bytes, 0, to, true, rows);
        RowBatch expected = new RowBatch(1, 2);
        parsers.reference().parse(bytes, 0, to, true, expected);
        assertThat(FastRowParserTest.describe(rows)).isEqualTo(FastRowParserTest.describe(expected));
        return parser;
    }
}
