package io.mlops.task.series;

import static io.mlops.task.series.TestRows.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.Concurrent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Concurrent
class RowBufferTest {
    private static final long ROOM = 1L << 40;

    private record Row(double value, long time, int group, long line) {}

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 10, 1000, 65_535, 65_536, 65_537, 200_000})
    void shouldSortAsAStableSortDoes(int count) {
        Random random = new Random(count);
        for (int distinct : new int[] {1, 3, 1_000_000}) {
            RowBuffer buffer = new RowBuffer(ROOM, true);
            List<Row> expected = new ArrayList<>();
            long line = 2;
            for (int from = 0; from < count; ) {
                int length = Math.min(count - from, 1 + random.nextInt(50_000));
                long[] times = new long[length];
                int[] groups = new int[length];
                long[] lines = new long[length];
                double[] values = new double[length];
                boolean dense = random.nextBoolean();
                for (int i = 0; i < length; i++) {
                    times[i] = random.nextInt(50) == 0 ? NONE : random.nextInt(distinct) - 1L;
                    groups[i] = random.nextInt(5);
                    lines[i] = line;
                    values[i] = random.nextInt(10) == 0 ? Double.NaN : random.nextDouble();
                    line += dense ? 1 : 1 + random.nextInt(3);
                    expected.add(new Row(values[i], times[i], groups[i], lines[i]));
                }
                buffer.add(new TestRows(values, times, times, groups, lines));
                from += length;
            }
            expected.sort(Comparator.comparingLong(row -> row.time == NONE ? Long.MAX_VALUE : row.time));

            assertThat(rows(buffer)).isEqualTo(expected);
        }
    }

    @Test
    void shouldTurnAFileThatRunsFromTheNewestToTheOldest() {
        assertThat(times(5, 4, 3, 2)).containsExactly(2L, 3L, 4L, 5L);
        assertThat(times(NONE, 4, 3)).containsExactly(3L, 4L, NONE);
        assertThat(times(4, NONE, 3)).containsExactly(3L, 4L, NONE);
        assertThat(times(NONE, NONE)).containsExactly(NONE, NONE);
        assertThat(times(Long.MAX_VALUE, Long.MIN_VALUE + 1)).containsExactly(Long.MIN_VALUE + 1, Long.MAX_VALUE);

        assertThat(rows(buffer(TestRows.of(2, 5, 5, 4, 4))))
                .extracting(Row::line)
                .containsExactly(4L, 5L, 2L, 3L);
    }

    @Test
    void shouldKeepTheLinesOfRowsThatAreNotOnConsecutiveOnes() {
        RowBuffer buffer = buffer(TestRows.of(0, 3, 2, 1).onLines(5, 8, 9));

        assertThat(rows(buffer)).extracting(Row::line).containsExactly(9L, 8L, 5L);
    }

    @Test
    void shouldDecideOverAllRowsWhetherTheDayComesFirst() {
        RowBuffer dayFirst = new RowBuffer(ROOM, true);
        dayFirst.add(TestRows.of(2, 7));
        dayFirst.add(TestRows.of(3, 30, 20, NONE).withDayFirst(1, 2, 3));
        assertThat(rows(dayFirst)).extracting(Row::time).containsExactly(1L, 2L, 3L, 7L);

        RowBuffer monthFirst = new RowBuffer(ROOM, true);
        monthFirst.add(TestRows.of(2, 30, 20, 10).withDayFirst(1, 2, NONE));
        assertThat(rows(monthFirst)).extracting(Row::time).containsExactly(10L, 20L, 30L);

        RowBuffer turning = buffer(TestRows.of(2, 30, 20, 40).withDayFirst(1, 2, 3));
        assertThat(rows(turning)).extracting(Row::time).containsExactly(1L, 2L, 3L);

        RowBuffer unknown = buffer(TestRows.of(2, 30, 20).withDayFirst(1, 2));
        assertThat(rows(unknown)).extracting(Row::time).containsExactly(20L, 30L);

        RowBuffer shuffled = buffer(TestRows.of(2, 30, 20, 40, 10, 50).withDayFirst(1, 3, 4, 2, 5));
        assertThat(rows(shuffled)).extracting(Row::time).containsExactly(10L, 20L, 30L, 40L, 50L);

        assertThat(List.of(dayFirst, monthFirst, turning, unknown, shuffled, buffer(TestRows.of(2, 2, 1, 3))))
                .extracting(RowBuffer::isUndecided)
                .containsExactly(false, false, false, true, true, false);
    }

    @Test
    void shouldSayHowManyRowsFit() {
        RowBuffer buffer = new RowBuffer(4 * RowBuffer.BYTES_PER_ROW, false);
        buffer.add(TestRows.of(2, 1, 2, 3));
        buffer.add(TestRows.of(5, 4));

        assertThatThrownBy(() -> buffer.add(TestRows.of(6, 5)))
                .isInstanceOf(OrderException.class)
                .hasMessage(
                        "order: time holds all rows in memory, 40 bytes each; more than 4 rows do not fit into the memory "
                                + "that it may use");
    }

    @Test
    void shouldNeedTimes() {
        RowBuffer buffer = new RowBuffer(ROOM, true);
        TestRows withoutTimes = new TestRows(new double[1], null, null, null, new long[1]);

        assertThatThrownBy(() -> buffer.add(withoutTimes))
                .isInstanceOf(OrderException.class)
                .hasMessageContaining("set time: the name or place of its column");
    }

    private static List<Long> times(long... times) {
        return rows(buffer(TestRows.of(2, times))).stream().map(Row::time).toList();
    }

    private static RowBuffer buffer(TestRows rows) {
        RowBuffer buffer = new RowBuffer(ROOM, true);
        buffer.add(rows);
        return buffer;
    }

    private static List<Row> rows(RowBuffer buffer) {
        List<Row> all = new ArrayList<>();
        buffer.forEach(rows -> {
            assertThat(rows.dayFirstTimes()).isSameAs(rows.times());
            for (int i = 0; i < rows.count(); i++) {
                int group = rows.groups() == null ? 0 : rows.groups()[i];
                all.add(new Row(rows.values()[i], rows.times()[i], group, rows.line(i)));
            }
        });
        return all;
    }
}
