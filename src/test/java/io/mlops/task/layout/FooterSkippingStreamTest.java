package io.mlops.task.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.Concurrent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Concurrent
class FooterSkippingStreamTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "a|b|c, 1, a|b|",
                "a|b|c|, 1, a|b|",
                "a|b|c|, 2, a|",
                "a|b|c|, 3, ''",
                "a|b|c|, 4, ''",
                "a|b||, 1, a|b|",
                "'', 1, ''",
                "|, 1, ''",
                "||, 1, |",
                "a, 1, ''",
                "a|b, 1, a|"
            })
    void shouldLeaveOutTheLastLines(String text, int lines, String expected) throws IOException {
        assertThat(read(text.replace('|', '\n'), lines, 100, 100)).isEqualTo(expected.replace('|', '\n'));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void shouldAgreeWithSplittingTheText(int lines) throws IOException {
        Random random = new Random(lines);
        for (int i = 0; i < 300; i++) {
            StringBuilder text = new StringBuilder();
            int longest = i % 10 == 0 ? 30_000 : 4;
            for (int line = random.nextInt(12); line > 0; line--) {
                text.append("x".repeat(random.nextInt(longest))).append(line == 1 && random.nextBoolean() ? "" : "\n");
            }
            int size = 1 + random.nextInt(i % 10 == 0 ? 20_000 : 5);

            assertThat(read(text.toString(), lines, size, size)).isEqualTo(withoutLast(text.toString(), lines));
            assertThat(read(text.toString(), lines, 1 << 20, size)).isEqualTo(withoutLast(text.toString(), lines));
        }
    }

    @Test
    void shouldReadByteByByte() throws IOException {
        FooterSkippingStream stream =
                new FooterSkippingStream(new ByteArrayInputStream("a\nb".getBytes(StandardCharsets.US_ASCII)), 1);

        assertThat(new int[] {stream.read(), stream.read(), stream.read()}).containsExactly('a', '\n', -1);
    }

    @Test
    void shouldNotHoldMoreThanAMegabyte() throws IOException {
        String fits = "a\n" + "b".repeat(1 << 20);

        assertThat(read(fits, 1, 1 << 20, 1 << 20)).isEqualTo("a\n");
        assertThatThrownBy(() -> read(fits + "b", 1, 1 << 20, 1 << 20))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the last 1 lines, which skip_footer leaves out, are longer than 1048576 bytes");
    }

    private static String withoutLast(String text, int count) {
        String[] all = text.isEmpty() ? new String[0] : text.split("(?<=\n)");
        StringBuilder rest = new StringBuilder();
        for (int i = 0; i < all.length - count; i++) {
            rest.append(all[i]);
        }
        return rest.toString();
    }

    private static String read(String text, int lines, int sourceSize, int size) throws IOException {
        InputStream source = new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, sourceSize));
            }
        };
        StringBuilder read = new StringBuilder();
        try (FooterSkippingStream stream = new FooterSkippingStream(source, lines)) {
            byte[] part = new byte[size];
            for (int count = stream.read(part, 0, size); count >= 0; count = stream.read(part, 0, size)) {
                read.append(new String(part, 0, count, StandardCharsets.US_ASCII));
            }
        }
        return read.toString();
    }
}
