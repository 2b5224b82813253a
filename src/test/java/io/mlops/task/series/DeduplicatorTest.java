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
                                + " needs times in order, and time turns here; say order: time");
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
        Deduplicator deduplicator = new Deduplicator(policy);
        List<Long> lines = new ArrayList<>();
        for (int from = 0; from < times.length; from += size) {
            TestRows batch = TestRows.of(from, Arrays.copyOfRange(times, from, Math.min(times.length, from + size)));
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

    private static long[] lines(long... lines) {
        return lines;
    }
}
