package io.mlops.task.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.Concurrent;
import io.mlops.task.number.PaddedBytes;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fast parser agrees with the reference parser on lines that are similar to the lines before them. */
@Concurrent
class FastRowParserTest {
    private static final String BYTES = ",,\"\"\n\r \t-.+:059aé\u0001";
    private static final int FILES = 1_000;
    private static final int LINES = 80;
    private static final int COLUMNS = 4;
    /** In bytes; after this many, the fast parser has learned the line. */
    private static final int WARMUP_BYTES = 5000;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "2024-01-01 00:00,12.25,7,abc",
                "\"2024-01-01 00:00,12.25,7,abc\"",
                "\"2024-01-01 00:00\",\"12.25\",\"7\",\"abc\"",
                "x,\"12.25\",\"a \"\"b\"\" c\",",
                "x, 12.25 ,\"7,8\",",
                "a,-3,4,5 6 7",
                "1,,3,4"
            })
    void shouldAgreeWithTheReferenceParser(String line) {
        for (int seed = 0; seed < FILES; seed++) {
            Random random = new Random(seed);
            int column = random.nextInt(COLUMNS);
            String end = random.nextInt(4) == 0 ? "\r\n" : "\n";
            StringBuilder text = learned(line + end);
            for (int i = 0; i < LINES; i++) {
                text.append(changed(line, random)).append(end);
            }
            compare(text.toString(), column, COLUMNS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"12.25", "-1.5", "7", " 8 ", "\"9\""})
    void shouldReadASingleColumn(String line) {
        for (int seed = 0; seed < FILES; seed++) {
            Random random = new Random(seed);
            StringBuilder text = learned(line + '\n');
            for (int i = 0; i < LINES; i++) {
                text.append(changed(line, random)).append('\n');
            }
            compare(text.toString(), 0, 1);
        }
    }

    /** Lines that are longer than what the fast parser reads at a time, or than a layout. */
    @ParameterizedTest
    @ValueSource(ints = {1, 60, 63, 64, 65, 500, 2030, 2047, 2048, 2049, 5000})
    void shouldReadLinesOfEveryLength(int length) {
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < 200; line++) {
            text.append("x".repeat(length + line % 3)).append(",1").append(line).append(".5,ab,");
            text.append("y".repeat(length % 7 * line % 90)).append('\n');
        }
        compare(text.toString(), 1, COLUMNS);
        compare(text.toString(), 3, COLUMNS);
    }

    /** Lines whose last field ends near the last byte that the fast parser searches, before shorter ones. */
    @ParameterizedTest
    @ValueSource(ints = {28, 29, 30, 31, 32, 33, 61, 62, 63})
    void shouldReadLinesThatContinueAfterTheBlock(int length) {
        for (int next = 1; next < 70; next++) {
            String further = "1.5,a," + "x".repeat(length) + '\n' + "2.5,a," + "x".repeat(next) + '\n';
            compare(
                    learned("3.5,a,b\n")
                            .append(further)
                            .append("4.5,a,b\n".repeat(20))
                            .toString(),
                    0,
                    3);
        }
    }

    /** A block's array is reused, so bytes of an earlier block may follow. */
    @ParameterizedTest
    @ValueSource(strings = {"2024-01-01 00:00,12.25,7,abc", "\"a\",\"1.5\",\"b\",\"c\"", "1,2,3,4", ",,,"})
    void shouldIgnoreTheBytesAfterTheEnd(String line) {
        for (int seed = 0; seed < FILES; seed++) {
            Random random = new Random(seed);
            StringBuilder text = learned(line + '\n');
            text.append(changed(line, random)).append('\n').append(changed(line, random));
            byte[] bytes = PaddedBytes.bytes(text.toString());
            byte[] used = bytes.clone();
            int end = bytes.length - RowParser.PADDING;
            for (int at = end; at < used.length; at++) {
                used[at] = (byte) BYTES.charAt(random.nextInt(BYTES.length()));
            }
            for (boolean isFast : new boolean[] {true, false}) {
                RowParser.Factory parsers = Parsers.of(random.nextInt(COLUMNS), COLUMNS, isFast);
                assertSame(read(parsers, used, end), read(parsers, bytes, end), "seed %d, fast: %s", seed, isFast);
            }
        }
    }

    private static RowBatch read(RowParser.Factory parsers, byte[] bytes, int to) {
        RowBatch rows = new RowBatch(1, parsers.keys());
        parsers.parser().parse(bytes, 0, to, true, rows);
        return rows;
    }

    private static StringBuilder learned(String line) {
        return new StringBuilder(line.repeat(WARMUP_BYTES / line.length() + 1));
    }

    private static String changed(String line, Random random) {
        StringBuilder text = new StringBuilder(line);
        for (int changes = Math.max(0, random.nextInt(6) - 3); changes > 0; changes--) {
            int at = random.nextInt(text.length() + 1);
            String other = String.valueOf(BYTES.charAt(random.nextInt(BYTES.length())));
            text.replace(at, Math.min(text.length(), at + random.nextInt(2)), random.nextInt(4) == 0 ? "" : other);
        }
        return text.toString();
    }

    private static void compare(String text, int column, int columns) {
        byte[] bytes = PaddedBytes.bytes(text);
        int end = bytes.length - RowParser.PADDING;
        int[] keys = {(column + 1) % columns, (column + columns - 1) % columns};
        RowParser fast = Parsers.of(column, columns, true, keys).parser();
        RowParser plain = Parsers.of(column, columns, false, keys).parser();
        int from = 0;
        boolean more = true;
        while (more) {
            RowBatch expected = new RowBatch(1, 2);
            RowBatch read = new RowBatch(1, 2);
            plain.parse(bytes, from, end, true, expected);
            fast.parse(bytes, from, end, true, read);
            assertSame(read, expected, "from byte %d of:%n%s", from, text);
            // both continue after a line that both reject, so that what the fast one has learned is tested
            int next = text.isEmpty() ? -1 : lineAfter(bytes, expected.consumedTo, end);
            more = expected.problem != null && next > 0;
            from = next;
        }
    }

    private static int lineAfter(byte[] bytes, int from, int to) {
        for (int at = from; at < to - 1; at++) {
            if (bytes[at] == '\n') {
                return at + 1;
            }
        }
        return -1;
    }

    /** Writes the values only if they differ: that takes most of the time. */
    private static void assertSame(RowBatch rows, RowBatch expected, String where, Object... arguments) {
        if (!Arrays.equals(rows.values, 0, rows.count, expected.values, 0, expected.count)
                || !positions(rows).equals(positions(expected))
                || !Parsers.haveSameKeys(rows, expected)) {
            assertThat(describe(rows)).as(where, arguments).isEqualTo(describe(expected));
        }
    }

    static String describe(RowBatch rows) {
        return Arrays.toString(Arrays.copyOf(rows.values, rows.count)) + positions(rows) + Parsers.keys(rows);
    }

    private static String positions(RowBatch rows) {
        return " lines " + rows.lines + " to " + rows.consumedTo + " missing " + rows.missing + " first "
                + rows.firstMissingLine + " odd " + rows.odd + " problem " + rows.problem;
    }
}
