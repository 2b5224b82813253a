package io.mlops.task.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each step with eight bytes against the same step byte by byte. */
class SwarTest {
    private static final int WORDS = 100_000;

    @Test
    void shouldLoadTheFirstByteLowest() {
        byte[] bytes = {9, 1, 2, 3, 4, 5, 6, 7, -8};
        assertThat(Swar.load(bytes, 1)).isEqualTo(0xf807060504030201L);
    }

    @Test
    void shouldFindTheFirstZero() {
        Random random = new Random(2);
        for (int i = 0; i < WORDS; i++) {
            byte[] bytes = bytes(random);
            bytes[random.nextInt(Long.BYTES)] = (byte) random.nextInt(2);
            int expected = 0;
            while (expected < Long.BYTES && bytes[expected] != 0) {
                expected++;
            }
            assertThat(Swar.firstZero(Swar.load(bytes, 0))).isEqualTo(expected);
        }
    }

    @Test
    void shouldKnowDigits() {
        Random random = new Random(3);
        for (int i = 0; i < WORDS; i++) {
            byte[] bytes = new byte[Long.BYTES];
            for (int b = 0; b < bytes.length; b++) {
                bytes[b] = (byte) random.nextInt(10);
            }
            bytes[i % Long.BYTES] = (byte) (i / Long.BYTES);
            boolean expected = bytes[i % Long.BYTES] >= 0 && bytes[i % Long.BYTES] <= 9;
            assertThat(Swar.areDigits(Swar.load(bytes, 0))).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 12345678, 99999999, 10000000, 90909090, 9090909, 42120})
    void shouldReadEightDigits(int number) {
        byte[] bytes = String.format("%08d", number).getBytes(StandardCharsets.US_ASCII);
        assertThat(Swar.decimal(Swar.load(bytes, 0) ^ Swar.broadcast('0'))).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0xff00000000000000",
        "2, 0xffff000000000000",
        "5, 0xffffffffff000000",
        "7, 0xffffffffffffff00",
        "8, 0xffffffffffffffff"
    })
    void shouldHaveTheLastBytes(int count, String mask) {
        assertThat(Swar.last(count)).isEqualTo(Long.parseUnsignedLong(mask.substring(2), 16));
    }

    @Test
    void shouldRepeatACharacter() {
        assertThat(Swar.broadcast('.')).isEqualTo(0x2e2e2e2e2e2e2e2eL);
    }

    private static byte[] bytes(Random random) {
        byte[] bytes = new byte[Long.BYTES];
        random.nextBytes(bytes);
        return bytes;
    }
}
