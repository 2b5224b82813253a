package io.mlops.task.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SeriesSplitterTest {
    private final SeriesSplitter splitter = new SeriesSplitter();

    @Test
    void shouldHandOnTheRowsOfEachSeriesInTheirOrder() {
        Random random = new Random(4);
        for (int run = 0; run < 300; run++) {
            int count = 1 + random.nextInt(200);
            int series = 1 + random.nextInt(run % 3 == 0 ? 2 : 5000);
            int[] groups = random.ints(count, 0, series).toArray();
            long[] times = random.longs(count).toArray();
            Map<Integer, List<Long>> expected = new LinkedHashMap<>();
            for (int row = 0; row < count; row++) {
                expected.computeIfAbsent(groups[row], group -> new ArrayList<>())
                        .add(2L + row);
            }
            Map<Integer, List<Long>> received = new LinkedHashMap<>();
            splitter.split(TestRows.of(2, times).inGroups(groups), (group, rows) -> {
                assertThat(received).doesNotContainKey(group);
                received.put(group, new ArrayList<>());
                for (int row = 0; row < rows.count(); row++) {
                    received.get(group).add(rows.line(row));
                    assertThat(rows.values()[row]).isEqualTo(rows.line(row));
                    assertThat(rows.times()[row]).isEqualTo(times[(int) rows.line(row) - 2]);
                    assertThat(rows.fields(row)).containsExactly(Long.toString(rows.line(row)));
                }
                assertThat(rows.groups()).hasSize(rows.count()).containsOnly(group);
                assertThat(rows.dayFirstTimes()).isSameAs(rows.times());
            });
            assertThat(List.copyOf(received.entrySet())).isEqualTo(List.copyOf(expected.entrySet()));
        }
    }

    @Test
    void shouldHandOnOneSeriesAsItIs() {
        List<Integer> received = new ArrayList<>();
        TestRows ungrouped = TestRows.of(2, 1, 2);
        TestRows one = TestRows.of(2, 1, 2).inGroups(7, 7, 99);
        TestRows none = TestRows.of(2).inGroups();

        for (TestRows rows : new TestRows[] {ungrouped, one, none}) {
            splitter.split(rows, (series, split) -> {
                received.add(series);
                assertThat(split).isSameAs(rows);
            });
        }
        assertThat(received).containsExactly(0, 7, 0);
    }
}
