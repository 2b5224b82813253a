package io.mlops.task.layout;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextEncodingTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "time,close\n2024-01-02,1.5\n",
                "a\n1\n",
                "\"Schlusskurs\";\"Größe\"\n1;2\n",
                "время,close\n2024-01-02 10:00:00,101.25\n2024-01-02 10:01:00,101.5\n"
            })
    void shouldDetectUtf16InEitherOrderWithAMarkOrWithout(String text) {
        for (Charset charset : new Charset[] {UTF_16LE, UTF_16BE, UTF_8}) {
            assertThat(TextEncoding.detect(text.getBytes(charset))).isEqualTo(charset);
            assertThat(TextEncoding.detect(('\ufeff' + text).getBytes(charset))).isEqualTo(charset);
        }
    }

    @Test
    void shouldTakeAnythingElseForUtf8() {
        assertThat(TextEncoding.detect(new byte[0])).isEqualTo(UTF_8);
        assertThat(TextEncoding.detect(new byte[] {'a'})).isEqualTo(UTF_8);
        assertThat(TextEncoding.detect(new byte[] {'a', 0})).isEqualTo(UTF_8);
        assertThat(TextEncoding.detect(new byte[64])).isEqualTo(UTF_8);
        assertThat(TextEncoding.detect("a,b\n\0\0".getBytes(UTF_8))).isEqualTo(UTF_8);
        assertThat(TextEncoding.detect("pr\u00fcfung".getBytes(StandardCharsets.ISO_8859_1)))
                .isEqualTo(UTF_8);
    }

    @Test
    void shouldCountEveryByteOrderMark() {
        assertThat(TextEncoding.markLength("a".getBytes(UTF_8))).isZero();
        assertThat(TextEncoding.markLength("\ufeffa".getBytes(UTF_8))).isEqualTo(3);
        assertThat(TextEncoding.markLength("\ufeff\ufeffa".getBytes(UTF_8))).isEqualTo(6);
        assertThat(TextEncoding.markLength("\ufeff".getBytes(UTF_8))).isEqualTo(3);
        assertThat(TextEncoding.markLength(new byte[] {(byte) 0xef, (byte) 0xbb}))
                .isZero();
    }
}
