package io.mlops.task.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StructuralBytesTest {
    static IntStream seeds() {
        return IntStream.range(0, 300);
    }

    @Test
    void shouldFindEachByteBelowAMinusWhateverStandsBesideIt() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[Long.BYTES];
            random.nextBytes(bytes);
            bytes[i % Long.BYTES] = (byte) (i / Long.BYTES);
            long expected = 0;
            for (int b = 0; b < Long.BYTES; b++) {
                expected |= bytes[b] >= 0 && bytes[b] < '-' ? 0x80L << (8 * b) : 0;
            }
            assertThat(StructuralBytes.highBits(Swar.load(bytes, 0))).isEqualTo(expected);
        }
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
        List<Integer> expected = new ArrayList<>();
        for (int i = from; i < to; i++) {
            if (bytes[i] >= 0 && bytes[i] < '-') {
                expected.add(i);
            }
        }
        assertThat(StructuralBytes.offsets(bytes, from, to))
                .isEqualTo(expected.stream().mapToInt(Integer::intValue).toArray());

        long sixtyFour = 0;
        for (int place : StructuralBytes.offsets(bytes, from, from + 64)) {
            sixtyFour |= 1L << (place - from);
        }
        assertThat(StructuralBytes.mask64(bytes, from)).isEqualTo(sixtyFour);
        assertThat(StructuralBytes.mask32(bytes, from)).isEqualTo(sixtyFour & 0xffffffffL);
    }
}
