package io.mlops.task.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** It does find what it is for: a mistake that only gave lines back would make the reader slow, not wrong. */
class FixedLayoutMatcherTest {
    private static final int COLUMN = 2;
    private static final String LINE = "2025-01-01 00:00,41.5,42.25,ab,5.277481,222289.18\n";
    private static final String LONG = "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
            + "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx,41.5,42.25,ab,5.277481,222289.18\n";

    @Test
    void shouldFindLinesThatVaryInDigitsAndBehindTheShape() {
        StringBuilder text = new StringBuilder();
        List<Integer> expected = new ArrayList<>(List.of(0));
        for (int i = 0; i < 100; i++) {
            text.append(
                    "20%02d-01-01 00:00,%02d.5,%02d.25,xy,%d,%d.1%n".formatted(i % 99, i % 97, i % 91, i, i * i * i));
            expected.add(text.length());
        }
        FixedLayoutMatcher shape = shape(LINE, COLUMN);
        byte[] bytes = PaddedBytes.bytes(text.toString());
        int to = text.length();
        int[] begins = new int[65];

        assertThat(shape.match(bytes, to, begins)).isEqualTo(64);
        assertThat(begins).containsExactly(ints(expected.subList(0, 65)));
        begins[0] = begins[64];
        assertThat(shape.match(bytes, to, begins)).isEqualTo(36);
        assertThat(Arrays.copyOf(begins, 37)).containsExactly(ints(expected.subList(64, 101)));
    }

    @ParameterizedTest
    @ValueSource(strings = {LINE, LONG})
    void shouldStopBeforeALineThatIsDifferentAnywhere(String line) {
        for (int place = 0; place < line.length() - 1; place++) {
            for (char other : new char[] {',', '"', ' ', '\n', '\r', '-', '7', 'm'}) {
                char usual = line.charAt(place);
                boolean behindShape = place > line.indexOf(",ab");
                boolean same = kind(other).equals(kind(usual)) || (behindShape && isText(usual) && isText(other));
                boolean endsSooner = other == '\n' && place > line.lastIndexOf(',');
                String changed = line.substring(0, place) + other + line.substring(place + 1);
                assertThat(found(shape(line, COLUMN), line + line + changed + line))
                        .as("%s at %d", changed.trim(), place)
                        .isEqualTo(same ? 4 : endsSooner ? 3 : 2);
            }
        }
    }

    @Test
    void shouldStopBeforeALineThatEndsFurtherThanItMay() {
        String text = LINE.repeat(3);
        FixedLayoutMatcher shape = shape(LINE, COLUMN);
        for (int to = 2 * LINE.length() + 1; to <= 3 * LINE.length(); to++) {
            assertThat(shape.match(PaddedBytes.bytes(text), to, new int[65])).isEqualTo(to == text.length() ? 3 : 2);
        }
        assertThat(shape.match(PaddedBytes.bytes(text), 2 * LINE.length(), new int[65]))
                .isEqualTo(2);
    }

    @Test
    void shouldStopBeforeALineThatGoesOnFurtherThanItLooks() {
        String start = "2025-01-01 00:00,41.5,42.25,";
        for (int length = 1; length < 70; length++) {
            String further = start + "ab," + "1".repeat(length) + ",2\n";
            int marked = "ab,".length() + length + ",2".length();
            assertThat(found(shape(LINE, COLUMN), LINE + further + LINE)).isEqualTo(marked < 32 ? 3 : 1);
        }
    }

    @Test
    void shouldKnowWhereTheNumberIs() {
        String first = "42.25,41.5,ab\n";
        double[] values = new double[3];

        assertThat(shape(LINE, COLUMN).numbers.read(PaddedBytes.bytes(LINE), new int[1], 1, values, 0))
                .isOne();
        assertThat(shape(LONG, COLUMN).numbers.read(PaddedBytes.bytes(LONG), new int[1], 1, values, 1))
                .isOne();
        assertThat(shape(first, 0).numbers.read(PaddedBytes.bytes(first), new int[1], 1, values, 2))
                .isOne();

        assertThat(values).containsExactly(42.25, 42.25, 42.25);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b,42,c\n", "a,b,42.x,c\n", "a,b,.25,c\n", "a,b,42.,c\n", "a,b,123456789.25,c\n"})
    void shouldTakeNoLineWhoseNumberHasNoPointAmongDigits(String line) {
        FixedLayoutMatcher shape = shapeOrNull(line, COLUMN);
        assertThat(shape == null ? 0 : shape.numbers.read(PaddedBytes.bytes(line), new int[1], 1, new double[1], 0))
                .isZero();
    }

    @Test
    void shouldTakeALineAnywhereInItsBlock() {
        FixedLayoutMatcher shape = shapeOrNull("a,b\nc,d\n", LINE, COLUMN);
        assertThat(shape).isNotNull();
        assertThat(found(shape, LINE + LINE)).isEqualTo(2);
    }

    @Test
    void shouldTakeNoLineThatIsLongerThanItMayLook() {
        assertThat(shapeOrNull("x".repeat(RowParser.PADDING) + LINE, COLUMN)).isNull();
    }

    private static int found(FixedLayoutMatcher shape, String text) {
        return shape.match(PaddedBytes.bytes(text), text.length(), new int[65]);
    }

    private static boolean isText(char c) {
        return c >= '-';
    }

    private static String kind(char c) {
        return c >= '0' && c <= '?' ? "digit" : c >= '@' ? "letter" : String.valueOf(c);
    }

    private static FixedLayoutMatcher shape(String line, int column) {
        FixedLayoutMatcher shape = shapeOrNull(line, column);
        assertThat(shape).isNotNull();
        return shape;
    }

    private static @Nullable FixedLayoutMatcher shapeOrNull(String line, int column) {
        return shapeOrNull("", line, column);
    }

    /** @param earlier what stands in the block before the line */
    private static @Nullable FixedLayoutMatcher shapeOrNull(String earlier, String line, int column) {
        byte[] bytes = PaddedBytes.bytes(earlier + line);
        int at = earlier.length();
        int[] places = StructuralBytes.offsets(bytes, at, at + line.length());
        int before = -1;
        for (int commas = 0; commas < column; commas++) {
            do {
                before++;
            } while (bytes[places[before]] != ',');
        }
        int number = before < 0 ? at : places[before] + 1;
        return FixedLayoutMatcher.of(bytes, at, number, Arrays.copyOfRange(places, before + 1, places.length));
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }
}
