package io.mlops.task.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** It does find what it is for: a mistake that only gave lines back would make the reader slow, not wrong. */
class StructureMatcherTest {
    private static final int MAX_LENGTH = 64;
    private static final int COLUMN = 2;

    private final int[] begins = new int[MAX_LENGTH + 1];
    private final RowBatch rows = new RowBatch(1);

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
                "a,1.5,b|a,1.5,b~|false",
                "a,1.5,b~|a,1.5,b|false",
                "a,1.5,b~|,25,cc~|true",
                "a,1.5,b~|a,1.5,b~~|false",
                "a,1.5,b~|a,1.5,b~c|false",
                "a b,1.5|ab ,1.5|true",
                "a,\"1.5\",b|ccc,\"25\",d|true",
                "a,\"1.5\",b|,\"25\",|false",
                "a,\"1.5\",b|ccc,x\"25\",d|false",
                "a,\"1.5\",b|ccc,\"25\"x,d|false",
                "\"a\",1.5|\"b\",2.5|true",
                "\"a\",1.5|x\"b\",2.5|false"
            })
    void shouldKnowALineByItsMarks(String first, String other, boolean alike) {
        String known = first.replace('~', '\r');
        String line = other.replace('~', '\r');
        byte[] bytes = PaddedBytes.bytes(known + '\n');
        StructureMatcher pattern = StructureMatcher.of(PaddedBytes.marks(bytes, 1, 3), MAX_LENGTH);
        assertThat(pattern.match(bytes, known.length() + 1, begins)).isOne();
        assertThat(pattern.match(PaddedBytes.bytes(line + '\n'), line.length() + 1, begins))
                .isEqualTo(alike ? 1 : 0);
    }

    /** Whatever its length, a line is found, and read, where the next one begins at every distance. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldReadLinesOfEveryLength(boolean knowsStart) {
        Random random = new Random(7);
        for (int most : new int[] {3, 20, 70, 140, 400}) {
            StringBuilder text = new StringBuilder(
                    "2025-01-01 00:00,1,2.5,a,b\n2025-01-01 00:00,11,2.5,a,b\n".repeat(MAX_LENGTH / 2));
            int later = text.length();
            List<Integer> starts = new ArrayList<>();
            List<Double> expected = new ArrayList<>();
            for (int i = 0; i < MAX_LENGTH; i++) {
                starts.add(text.length());
                double number = random.nextInt(10_000_000) / (double) (1 + random.nextInt(1000));
                expected.add(number);
                text.append("20%02d-01-01 00:00,".formatted(i)).append("x".repeat(random.nextInt(most)));
                text.append(',').append(number).append(',').append("y".repeat(random.nextInt(most)));
                text.append(',').append("z".repeat(random.nextInt(most))).append('\n');
            }
            starts.add(text.length());
            byte[] bytes = PaddedBytes.bytes(text.toString());
            StructureMatcher pattern = pattern(bytes, knowsStart);

            begins[0] = later;
            assertThat(pattern.match(bytes, text.length(), begins)).isEqualTo(MAX_LENGTH);
            assertThat(begins)
                    .containsExactly(starts.stream().mapToInt(Integer::intValue).toArray());
            assertThat(pattern.read(bytes, MAX_LENGTH, rows)).isEqualTo(MAX_LENGTH);
            assertThat(Arrays.stream(rows.values, 0, MAX_LENGTH).boxed()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldStopBeforeALineThatIsDifferentAnywhere(boolean knowsStart) {
        String line = "2025-01-01 00:00,41.5,42.25,ab,5.277481,222289.18\n";
        String usual = line.repeat(MAX_LENGTH + 1);
        StructureMatcher pattern = pattern(PaddedBytes.bytes(usual), knowsStart);
        for (int place = 0; place < line.length() - 1; place++) {
            for (char other : new char[] {',', '"', ' ', '\n', '\r', '-', '7', 'm'}) {
                char known = line.charAt(place);
                boolean inStart = knowsStart && place < line.indexOf("42.25");
                boolean alike =
                        inStart ? kind(other).equals(kind(known)) : other == known || (other >= '-' && known >= '-');
                boolean endsSooner = other == '\n' && place > line.lastIndexOf(',');
                String text = line + line.substring(0, place) + other + line.substring(place + 1) + line;
                begins[0] = 0;
                assertThat(pattern.match(PaddedBytes.bytes(text), text.length(), begins))
                        .as("%s at %d", other, place)
                        .isEqualTo(alike ? 3 : endsSooner ? 2 : 1);
            }
        }
    }

    @Test
    void shouldStopBeforeALineThatEndsFurtherThanItMay() {
        String line = "2025-01-01 00:00,41.5,42.25,ab\n";
        byte[] bytes = PaddedBytes.bytes(line.repeat(MAX_LENGTH));
        StructureMatcher pattern = pattern(bytes, true);
        for (int to = 2 * line.length(); to <= 3 * line.length(); to++) {
            begins[0] = 0;
            assertThat(pattern.match(bytes, to, begins)).isEqualTo(to / line.length());
        }
    }

    /** A mark is not taken twice where no other follows within many bytes. */
    @Test
    void shouldNotTakeALineThatLacksAMark() {
        StructureMatcher pattern = pattern(PaddedBytes.bytes("2025-01-01 00:00,1,2.5,a\n".repeat(MAX_LENGTH)), false);
        for (int length = 1; length < 300; length++) {
            String text = "2025-01-01 00:00,1," + "x".repeat(length) + "\n";
            begins[0] = 0;
            assertThat(pattern.match(PaddedBytes.bytes(text), text.length(), begins))
                    .isZero();
            assertThat(pattern.match(PaddedBytes.bytes(text + "x".repeat(length)), text.length() + length, begins))
                    .isZero();
        }
    }

    @Test
    void shouldStopBeforeANumberThatItCannotRead() {
        byte[] bytes =
                PaddedBytes.bytes("2025-01-01 00:00,1,2.5,a\n".repeat(20) + "2025-01-01 00:00,1,2e5,a\n".repeat(44));
        StructureMatcher pattern = pattern(bytes, false);
        assertThat(pattern.read(bytes, MAX_LENGTH, rows)).isEqualTo(20);
    }

    @Test
    void shouldNoteWhatIsMissing() {
        byte[] bytes =
                PaddedBytes.bytes("2025-01-01 00:00,1,2.5,a\n".repeat(20) + "2025-01-01 00:00,1,,a\n".repeat(44));
        StructureMatcher pattern = pattern(bytes, false);
        assertThat(pattern.read(bytes, MAX_LENGTH, rows)).isEqualTo(MAX_LENGTH);
        assertThat(rows.missing).isEqualTo(44);
        assertThat(rows.firstMissingLine).isEqualTo(21);
        assertThat(rows.values[19]).isEqualTo(2.5);
        assertThat(rows.values[20]).isNaN();
    }

    @Test
    void shouldKnowNoStartWhereLinesBeginInSeveralWays() {
        byte[] bytes =
                PaddedBytes.bytes("2025-01-01 00:00,1,2.5,a\n".repeat(MAX_LENGTH - 1) + "2025-01-1 00:00,1,2.5,a\n");
        StructureMatcher pattern = StructureMatcher.of(PaddedBytes.marks(bytes, COLUMN, 5), MAX_LENGTH);
        assertThat(pattern.match(bytes, bytes.length - RowParser.PADDING, begins))
                .isEqualTo(MAX_LENGTH);
        assertThat(pattern.withStart(bytes, begins, MAX_LENGTH)).isNull();
    }

    /** Up to the mark that is still in the start, and beyond. */
    @Test
    void shouldLookAtEveryMarkOfAStart() {
        for (int length = 1; length < 40; length++) {
            String usual = "x".repeat(length) + ",2.5,b\n";
            String later = "earlier line\n" + usual.repeat(MAX_LENGTH);
            byte[] bytes = PaddedBytes.bytes(later);
            StructureMatcher pattern =
                    StructureMatcher.of(PaddedBytes.marks(PaddedBytes.bytes(usual), 1, 3), MAX_LENGTH);
            begins[0] = later.indexOf('\n') + 1;
            assertThat(pattern.match(bytes, later.length(), begins)).isEqualTo(MAX_LENGTH);
            StructureMatcher withStart = pattern.withStart(bytes, begins, MAX_LENGTH);
            assertThat(withStart == null).as("start of %d", length).isEqualTo(length >= 24);
            if (withStart != null) {
                String changed = "x".repeat(length) + "y2.5,b\n";
                begins[0] = 0;
                assertThat(withStart.match(PaddedBytes.bytes(changed), changed.length(), begins))
                        .isZero();
                assertThat(withStart.match(PaddedBytes.bytes(usual), usual.length(), begins))
                        .isOne();
            }
        }
    }

    @Test
    void shouldLookAtWhatStandsSideBySideBehindAStart() {
        String usual = "2025-01-01,\"a\",\"2.5\",\"b\"\n";
        String longer = usual.replace("\"a\"", "\"abc\"");
        byte[] bytes = PaddedBytes.bytes((usual + longer).repeat(MAX_LENGTH / 2));
        StructureMatcher pattern = StructureMatcher.of(PaddedBytes.marks(bytes, COLUMN, 4), MAX_LENGTH);
        assertThat(pattern.match(bytes, bytes.length - RowParser.PADDING, begins))
                .isEqualTo(MAX_LENGTH);
        StructureMatcher withStart = pattern.withStart(bytes, begins, 16);
        assertThat(withStart).isNotNull();
        for (String line : new String[] {usual, longer, usual.replace("\"b\"", "\"bcd\"")}) {
            begins[0] = 0;
            assertThat(withStart.match(PaddedBytes.bytes(line), line.length(), begins))
                    .isOne();
        }
        for (String line : new String[] {
            usual.replace("\"a\"", "x\"a\""),
            usual.replace("\"a\"", "\"\""),
            usual.replace("\"2.5\"", "2\".5\""),
            usual.replace("\"b\"", "\"b\"x")
        }) {
            begins[0] = 0;
            assertThat(withStart.match(PaddedBytes.bytes(line), line.length(), begins))
                    .isZero();
        }
    }

    @Test
    void shouldGiveTheShapeOfItsFirstLine() {
        String line = "2025-01-01 00:00,41.5,42.25,ab,5.277481,222289.18\n";
        byte[] bytes = PaddedBytes.bytes(line.repeat(MAX_LENGTH));
        for (boolean knowsStart : new boolean[] {false, true}) {
            FixedLayoutMatcher shape = pattern(bytes, knowsStart).shape(bytes, begins);
            assertThat(shape).isNotNull();
            begins[0] = 0;
            assertThat(shape.match(bytes, MAX_LENGTH * line.length(), begins)).isEqualTo(MAX_LENGTH);
            double[] values = new double[MAX_LENGTH];
            assertThat(shape.numbers.read(bytes, begins, MAX_LENGTH, values, 0)).isEqualTo(MAX_LENGTH);
            assertThat(values).containsOnly(42.25);
        }
    }

    /** Of lines in five columns or four, of which it has found the first ones. */
    private StructureMatcher pattern(byte[] bytes, boolean knowsStart) {
        StructureMatcher pattern = StructureMatcher.of(PaddedBytes.marks(bytes, COLUMN, 6), MAX_LENGTH);
        begins[0] = 0;
        assertThat(pattern.match(bytes, bytes.length - RowParser.PADDING, begins))
                .isEqualTo(MAX_LENGTH);
        if (!knowsStart) {
            return pattern;
        }
        StructureMatcher withStart = pattern.withStart(bytes, begins, MAX_LENGTH);
        assertThat(withStart).isNotNull();
        begins[0] = 0;
        assertThat(withStart.match(bytes, bytes.length - RowParser.PADDING, begins))
                .isEqualTo(MAX_LENGTH);
        return withStart;
    }

    private static String kind(char c) {
        return c >= '0' && c <= '?' ? "digit" : c >= '@' ? "letter" : String.valueOf(c);
    }
}
