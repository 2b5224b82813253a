package io.mlops.task.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8StreamTest {
    private static final int BUFFER = 16 << 10;

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-8", "GB18030"})
    void shouldReadTheSameTextInPartsOfEverySize(String name) throws IOException {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder("\ufeff");
        String[] parts = {"a", "1", "ü", "€", "日", "\ud83d\ude00", "\n", ",,,,"};
        while (text.length() < 2 * BUFFER + 100) {
            text.append(parts[random.nextInt(parts.length)]);
        }
        byte[] encoded = text.toString().getBytes(Charset.forName(name));

        for (int size : new int[] {1, 2, 3, 1000, BUFFER, 1 << 20}) {
            assertThat(read(encoded, name, size, 7)).as("%d", size).isEqualTo(text.toString());
            assertThat(read(encoded, name, 4096, size)).as("%d", size).isEqualTo(text.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-8"})
    void shouldReadSurrogatesAcrossABuffersEnd(String name) throws IOException {
        for (int before = BUFFER / 2 - 4; before < BUFFER / 2 + 4; before++) {
            for (int length : new int[] {before, 2 * before, 2 * before - 1}) {
                String text = "x".repeat(length) + "\ud83d\ude00\ud83d\ude00y";

                assertThat(read(text.getBytes(Charset.forName(name)), name, 1 << 20, 1 << 20))
                        .as("%d", length)
                        .isEqualTo(text);
            }
        }
    }

    @Test
    void shouldReadWindows1252() throws IOException {
        byte[] bytes = {'P', 'r', 'e', 'i', 's', ' ', (byte) 0x80, ';', (byte) 0xfc, (byte) 0xa0, '\n'};

        assertThat(read(bytes, "windows-1252", 3, 2)).isEqualTo("Preis €;ü\u00a0\n");
    }

    @ParameterizedTest
    @CsvSource({
        "UTF-8, 61ff62",
        "UTF-8, 61c3",
        "UTF-8, eda080",
        "UTF-16LE, 610062",
        "UTF-16LE, 00d86100",
        "UTF-16LE, 61003dd8",
        "UTF-16BE, dc000061",
        "windows-1252, 6181",
        "US-ASCII, 61fc"
    })
    void shouldRejectBytesThatAreNoText(String name, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);

        for (int size : new int[] {1, 100}) {
            assertThatThrownBy(() -> read(bytes, name, size, 1)).isInstanceOf(CharacterCodingException.class);
        }
        byte[] later = Arrays.copyOf("a".repeat(3 * BUFFER).getBytes(Charset.forName(name)), 6 * BUFFER + bytes.length);
        int length = "a".repeat(3 * BUFFER).getBytes(Charset.forName(name)).length;
        System.arraycopy(bytes, 0, later, length, bytes.length);
        byte[] all = Arrays.copyOf(later, length + bytes.length);
        assertThatThrownBy(() -> read(all, name, 100_000, 100_000)).isInstanceOf(CharacterCodingException.class);
    }

    @Test
    void shouldReadNothingFromNothing() throws IOException {
        assertThat(read(new byte[0], "UTF-16LE", 1, 1)).isEmpty();
        assertThat(new Utf8Stream(InputStream.nullInputStream(), StandardCharsets.UTF_16LE).read())
                .isEqualTo(-1);
    }

    /**
     * @param sourceSize at most that many bytes are read from the source at once
     * @param size at most that many are asked for
     */
    private static String read(byte[] encoded, String charset, int sourceSize, int size) throws IOException {
        InputStream source = new ByteArrayInputStream(encoded) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, sourceSize));
            }
        };
        ByteArrayOutputStream utf8 = new ByteArrayOutputStream();
        try (Utf8Stream stream = new Utf8Stream(source, Charset.forName(charset))) {
            byte[] part = new byte[size];
            for (int read = stream.read(part, 0, size); read >= 0; read = stream.read(part, 0, size)) {
                utf8.write(part, 0, read);
            }
        }
        return utf8.toString(StandardCharsets.UTF_8);
    }
}
