package io.mlops.task.series;

import static io.mlops.task.series.TestRows.NONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeduplicatorTest {
    static Stream<Arguments> series() {
        return Stream.of(
                Arguments.of(times(), lines(), lines()),
                Arguments.of(times(1), lines(0), lines(0)),
                Arguments.of(times(1, 2, 3), lines(0, 1, 2), lines(0, 1, 2)),
                Arguments.of(times(1, 1, 2), lines(0, 2), lines(1, 2)),
                Arguments.of(times(1, 1, 1), lines(0), lines(2)),
                Arguments.of(times(1, 2, 2, 2, 3, 3), lines(0, 1, 4), lines(0, 3, 5)),
                Arguments.of(times(3, 3, 2, 2, 1), lines(0, 2, 4), lines(1, 3, 4)),
                Arguments.of(times(NONE, NONE), lines(0, 1), lines(0, 1)),
                Arguments.of(times(NONE, 1, 1, NONE), lines(0, 1, 3), lines(0, 2, 3)),
                Arguments.of(times(1, NONE, 1, 2), lines(0, 1, 3), lines(1, 2, 3)),
                Arguments.of(times(1, NONE, NONE, 1, NONE), lines(0, 1, 2, 4), lines(1, 2, 3, 4)),
                Arguments.of(times(1, 1, NONE, 2, NONE), lines(0, 2, 3, 4), lines(1, 2, 3, 4)));
    }

    @ParameterizedTest
    @MethodSource("series")
    void shouldKeepTheFirstOrTheLastInBatchesOfEverySize(long[] times, long[] first, long[] last) {
        for (int size = 1; size <= times.length + 1; size++) {
            assertThat(kept(DuplicatePolicy.FIRST, times, size))
                    .as("batches of %d", size)
                    .containsExactly(first);
            assertThat(kept(DuplicatePolicy.LAST, times, size))
                    .as("batches of %d", size)
                    .containsExactly(last);
            long[] all = kept(DuplicatePolicy.KEEP, times, size);
            assertThat(all).hasSameSizeAs(times);
            if (first.length == times.length) {
                assertThat(kept(DuplicatePolicy.ERROR, times, size)).containsExactly(first);
            } else {
                int batch = size;
                int row = firstRepeated(times);
                assertThatThrownBy(() -> kept(DuplicatePolicy.ERROR, times, batch))
                        .isInstanceOf(OrderException.class)
                        .hasMessage("line " + row
                                + ": its time was there already, and the configuration says duplicates: error");
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1 2 1, 2", "2 1 2, 2", "1 2 3 3 2, 4", "3 2 2 4, 3", "1 1 2 NONE 1, 4", "1 3 2 3, 2"})
    void shouldReportThatTimeTurns(String text, int line) {
        long[] times = Arrays.stream(text.split(" "))
                .mapToLong(time -> time.equals("NONE") ? NONE : Long.parseLong(time))
                .toArray();
        for (DuplicatePolicy policy : new DuplicatePolicy[] {DuplicatePolicy.FIRST, DuplicatePolicy.LAST}) {
            for (int size = 1; size <= times.length; size++) {
                int batch = size;
                assertThatThrownBy(() -> kept(policy, times, batch))
                        .as("%s, batches of %d", policy, size)
                        .isInstanceOf(OrderException.class)
                        .hasMessage("line " + line + ": duplicates: "
                                + policy.name().toLowerCase(Locale.ROOT)
                                + " needs times in order, and time turns here; set order: time");
            }
        }
        assertThat(kept(DuplicatePolicy.KEEP, times, 1)).hasSameSizeAs(times);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void shouldAgreeWithANaiveImplementation(long seed) {
        Random random = new Random(seed);
        for (int run = 0; run < 300; run++) {
            long[] times = new long[random.nextInt(40)];
            long time = 100;
            for (int i = 0; i < times.length; i++) {
                time += random.nextInt(3) * (seed == 2 ? -1 : 1);
                times[i] = random.nextInt(8) == 0 ? NONE : time;
            }
            List<Long> first = new ArrayList<>();
            List<Long> last = new ArrayList<>();
            for (int i = 0; i < times.length; i++) {
                int row = i;
                boolean before = Arrays.stream(times, 0, i).anyMatch(other -> other == times[row] && other != NONE);
                boolean after = Arrays.stream(times, i + 1, times.length)
                        .anyMatch(other -> other == times[row] && other != NONE);
                if (!before) {
                    first.add((long) i);
                }
                if (!after) {
                    last.add((long) i);
                }
            }
            int size = 1 + random.nextInt(10);

            assertThat(kept(DuplicatePolicy.FIRST, times, size))
                    .isEqualTo(first.stream().mapToLong(i -> i).toArray());
            assertThat(kept(DuplicatePolicy.LAST, times, size))
                    .isEqualTo(last.stream().mapToLong(i -> i).toArray());
        }
    }

    @Test
    void shouldKeepGroupsAndWhetherDaysMayComeFirst() {
        for (DuplicatePolicy policy : new DuplicatePolicy[] {DuplicatePolicy.FIRST, DuplicatePolicy.LAST}) {
            Deduplicator deduplicator = new Deduplicator(policy);
            for (int batch = 0; batch < 3; batch++) {
                SeriesRows kept = deduplicator.keep(
                        TestRows.of(3 * batch, batch, batch, batch + 1).inGroups(7, 7, 7));
                assertThat(kept.dayFirstTimes()).isSameAs(kept.times());
                assertThat(kept.groups()).hasSize(kept.count()).containsOnly(7);
            }
            SeriesRows kept = deduplicator.keep(TestRows.of(9, 4, 5).withDayFirst(6, NONE));
            assertThat(kept.dayFirstTimes()).isNotSameAs(kept.times());
            SeriesRows rest = deduplicator.rest();
            assertThat(rest.count()).isEqualTo(policy == DuplicatePolicy.LAST ? 1 : 0);
            assertThat(deduplicator.rest().count()).isZero();
        }
    }

    /** Days 11 to 15 of a month, the 13th twice: with the month first the 11th and the 12th are times as well. */
    @ParameterizedTest
    @CsvSource({"FIRST, 0 1 2 4 5", "LAST, 0 1 3 4 5"})
    void shouldReadTheTimesWithTheDayFirstIfTheyAreNoneWithTheMonthFirst(DuplicatePolicy policy, String expected) {
        long[] monthFirst = {300, 330, NONE, NONE, NONE, NONE};
        long[] dayFirst = {11, 12, 13, 13, 14, 15};
        for (int size = 1; size <= dayFirst.length; size++) {
            assertThat(kept(policy, monthFirst, dayFirst, size))
                    .as("batches of %d", size)
                    .isEqualTo(lines(expected));
            assertThat(kept(policy, dayFirst, monthFirst, size)).isEqualTo(lines(expected));
        }
        assertThatThrownBy(() -> kept(DuplicatePolicy.ERROR, monthFirst, dayFirst, 2))
                .hasMessageStartingWith("line 3: its time was there already");
    }

    /** The 11th and 12th of two months: with the month first they run back and forth. */
    @Test
    void shouldReadTheTimesInTheOrderInWhichTheyDoNotTurn() {
        long[] turning = {300, 330, 301, 301, 331};
        long[] ascending = {11, 12, 41, 41, 42};

        assertThat(kept(DuplicatePolicy.FIRST, turning, ascending, 2)).containsExactly(0, 1, 2, 4);
        assertThat(kept(DuplicatePolicy.LAST, ascending, turning, 2)).containsExactly(0, 1, 3, 4);
        assertThatThrownBy(() -> kept(DuplicatePolicy.FIRST, turning, new long[] {11, 12, NONE, 10, 13}, 2))
                .hasMessageContaining("line 2: duplicates: first needs times in order");
    }

    @Test
    void shouldKeepRowsWithoutTimes() {
        TestRows rows = new TestRows(new double[2], null, null, null, new long[] {2, 3});

        assertThat(new Deduplicator(DuplicatePolicy.ERROR).keep(rows)).isSameAs(rows);
    }

    private static int firstRepeated(long[] times) {
        for (int i = 0; ; i++) {
            int row = i;
            if (times[i] != NONE && Arrays.stream(times, 0, i).anyMatch(time -> time == times[row])) {
                return i;
            }
        }
    }

    /** Returns the lines of the rows kept, from 0. The arrays of a batch are overwritten after it. */
    private static long[] kept(DuplicatePolicy policy, long[] times, int size) {
        return kept(policy, times, times, size);
    }

    private static long[] kept(DuplicatePolicy policy, long[] times, long[] dayFirst, int size) {
        Deduplicator deduplicator = new Deduplicator(policy);
        List<Long> lines = new ArrayList<>();
        for (int from = 0; from < times.length; from += size) {
            int to = Math.min(times.length, from + size);
            TestRows batch = TestRows.of(from, Arrays.copyOfRange(times, from, to));
            batch = times == dayFirst ? batch : batch.withDayFirst(Arrays.copyOfRange(dayFirst, from, to));
            add(deduplicator.keep(batch), times, lines);
            Arrays.fill(batch.values(), -1);
            Arrays.fill(batch.times(), -1);
            Arrays.fill(batch.lines(), -1);
        }
        add(deduplicator.rest(), times, lines);
        return lines.stream().mapToLong(line -> line).toArray();
    }

    private static void add(SeriesRows rows, long[] times, List<Long> lines) {
        for (int row = 0; row < rows.count(); row++) {
            long line = rows.line(row);
            lines.add(line);
            assertThat(rows.values()[row]).isEqualTo(line);
            assertThat(rows.times()[row]).isEqualTo(times[(int) line]);
        }
    }

    private static long[] times(long... times) {
        return times;
    }

    private static long[] lines(String text) {
        return Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
    }

    private static long[] lines(long... lines) {
        return lines;
    }
}
