package io.mlops.task.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.number.PaddedBytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class GroupIdsTest {
    @Test
    void shouldNumberTextsInTheOrderInWhichTheyAreMet() {
        GroupIds ids = new GroupIds();

        assertThat(find(
                        ids,
                        List.of(
                                "BB",
                                "AA",
                                "AA",
                                " BB ",
                                "",
                                "A",
                                "aa",
                                "BB\t",
                                "日経",
                                "AAAAAAAA",
                                "AAAAAAAAA",
                                "AAAAAAAAB")))
                .containsExactly(0, 1, 1, 0, 2, 3, 4, 0, 5, 6, 7, 8);
        assertThat(ids.count()).isEqualTo(9);
        assertThat(ids.name(0)).isEqualTo("BB");
        assertThat(ids.name(2)).isEmpty();
        assertThat(ids.name(5)).isEqualTo("日経");
    }

    @Test
    void shouldTellManyTextsApart() {
        GroupIds ids = new GroupIds();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            names.add(i % 3 == 0 ? "x".repeat(i % 40) + i : Integer.toString(i));
        }
        int[] first = find(ids, names);
        assertThat(ids.count()).isEqualTo(names.size());
        for (int i = 0; i < names.size(); i++) {
            assertThat(first[i]).isEqualTo(i);
            assertThat(ids.name(i)).isEqualTo(names.get(i));
        }
        assertThat(find(ids, names)).isEqualTo(first);
        assertThat(ids.count()).isEqualTo(names.size());
    }

    @Test
    void shouldGiveEveryThreadTheSameNumbers() throws Exception {
        int threads = 4;
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            for (int run = 0; run < 10; run++) {
                GroupIds ids = new GroupIds();
                CyclicBarrier start = new CyclicBarrier(threads);
                List<Future<Boolean>> results = new ArrayList<>();
                for (int thread = 0; thread < threads; thread++) {
                    Random random = new Random(thread);
                    results.add(executor.submit(() -> {
                        start.await();
                        for (int batch = 0; batch < 20; batch++) {
                            List<String> names = random.ints(500, 0, 6000)
                                    .mapToObj(i -> "S" + i)
                                    .toList();
                            int[] numbers = find(ids, names);
                            for (int i = 0; i < numbers.length; i++) {
                                assertThat(ids.name(numbers[i])).isEqualTo(names.get(i));
                            }
                        }
                        return true;
                    }));
                }
                for (Future<Boolean> result : results) {
                    assertThat(result.get()).isTrue();
                }
                Set<String> names = new HashSet<>();
                for (int id = 0; id < ids.count(); id++) {
                    assertThat(names.add(ids.name(id))).isTrue();
                }
                assertThat(names).hasSizeBetween(5000, 6000);
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void shouldLimitHowManyThereAre() {
        GroupIds ids = new GroupIds();
        for (int from = 0; from < GroupIds.MAX_GROUPS; from += 50_000) {
            List<String> names = new ArrayList<>();
            for (int i = from; i < from + 50_000; i++) {
                names.add(Integer.toString(i));
            }
            find(ids, names);
        }
        assertThat(find(ids, List.of("99999", "0"))).containsExactly(99_999, 0);
        assertThatThrownBy(() -> find(ids, List.of("100000")))
                .isInstanceOf(GroupIds.TooManyGroupsException.class)
                .hasMessage("more than 100000 groups; does the column tell series apart?");
    }

    private static int[] find(GroupIds ids, List<String> names) {
        RowBatch rows = new RowBatch(names.size(), 1);
        byte[] bytes = PaddedBytes.bytes(String.join(",", names));
        rows.clear(bytes, 0);
        int at = 0;
        for (int row = 0; row < names.size(); row++) {
            int length = names.get(row).getBytes(StandardCharsets.UTF_8).length;
            rows.add(1, at);
            if (row % 5 == 4) {
                rows.setUnescaped(0, names.get(row).getBytes(StandardCharsets.UTF_8));
            } else {
                rows.keyFrom[0][row] = at;
                rows.keyTo[0][row] = at + length;
            }
            at += length + 1;
        }
        rows.groups = new int[names.size()];
        ids.find(rows, 0);
        return rows.groups;
    }
}
