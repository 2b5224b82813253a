package io.mlops.task.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MarksTest {
    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldFindEveryByteBelowAMinus(int seed) {
        Random random = new Random(seed);
        byte[] bytes = new byte[3000 + RowParser.PADDING];
        int density = 1 + random.nextInt(30);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(density) == 0 ? random.nextInt('-') : '-' + random.nextInt(256 - '-'));
        }
        int from = random.nextInt(200);
        int to = from + random.nextInt(random.nextBoolean() ? 200 : 2800);
        Marks marks = new Marks();
        marks.find(bytes, from, to);

        List<Integer> expected = new ArrayList<>();
        for (int i = from; i < to; i++) {
            if (bytes[i] >= 0 && bytes[i] < '-') {
                expected.add(i);
            }
        }
        assertThat(Arrays.stream(marks.places, 0, marks.count).boxed()).isEqualTo(expected);
        for (int place = from; place < to; place++) {
            assertThat(marks.at(place)).isEqualTo(expected.indexOf(place));
        }
        for (int first = 0; first <= marks.count; first++) {
            int begin = first;
            assertThat(marks.first(',', bytes, first))
                    .isEqualTo(IntStream.range(begin, expected.size())
                            .filter(i -> bytes[expected.get(i)] == ',')
                            .findFirst()
                            .orElse(-1));
        }
    }
}
