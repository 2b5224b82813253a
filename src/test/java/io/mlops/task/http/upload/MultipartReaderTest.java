package io.mlops.task.http.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.http.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartReaderTest {
    private static final String BOUNDARY = "b-b";
    private static final String HEAD = "A: 1\r\nB: 2";
    /** What a delimiter is made of, so that contents are full of halves of one. */
    private static final String NEARLY = "\r\n--b-bx";

    private final Random random = new Random(20261121);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 4096, 65535, 65536, 65537, 1 << 20})
    void shouldReadContentFromReadsOfAnySize(int piece) throws IOException {
        for (int round = 0; round < 200; round++) {
            List<String> contents = new ArrayList<>();
            int parts = random.nextInt(4);
            for (int i = 0; i < parts; i++) {
                contents.add(content(random.nextInt(round % 50 == 0 ? 200_000 : 60)));
            }
            assertThat(read(body(contents), piece)).isEqualTo(contents);
        }
    }

    @Test
    void shouldSkipContentThatIsNotRead() throws IOException {
        String body = "before\r\n" + body(List.of("x".repeat(200_000), "second")) + "behind";
        MultipartReader reader = new MultipartReader(pieces(body, 1000), BOUNDARY);
        assertThat(reader.next()).isEqualTo("\r\n" + HEAD);
        assertThat(reader.content().read()).isEqualTo('x');
        assertThat(reader.next()).isEqualTo("\r\n" + HEAD);
        assertThat(reader.content().readAllBytes()).isEqualTo("second".getBytes(StandardCharsets.UTF_8));
        assertThat(reader.content().read()).isEqualTo(-1);
        assertThat(reader.next()).isNull();
    }

    @Test
    void shouldReadAPartWithoutHeadersAndWhitespaceAfterABoundary() throws IOException {
        MultipartReader reader = new MultipartReader(pieces("--b-b \t\r\n\r\nx\r\n--b-b--", 1), BOUNDARY);
        assertThat(reader.next()).isBlank();
        assertThat(reader.content().readAllBytes()).containsExactly('x');
        assertThat(reader.next()).isNull();
    }

    @Test
    void shouldRejectATruncatedBody() {
        String body = body(List.of("first", "second"));
        for (int length = 0; length < body.length() - 2; length++) {
            String cut = body.substring(0, length);
            assertThatThrownBy(() -> read(cut, 5)).as(cut).isInstanceOf(ProblemException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--b-bx\r\n\r\nv\r\n--b-b--", "--b-b-\r\n\r\nv\r\n--b-b--", "--b-b\nA: 1\n\nv\n--b-b--"})
    void shouldRejectAMalformedBody(String body) {
        assertThatThrownBy(() -> read(body, 8)).isInstanceOf(ProblemException.class);
    }

    @Test
    void shouldRejectPartHeadersAndBoundariesThatAreTooLong() {
        assertThatThrownBy(() -> read("--b-b\r\nA: " + "x".repeat(100_000), 8))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("head");
        assertThatThrownBy(() -> new MultipartReader(InputStream.nullInputStream(), "b".repeat(201)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("201");
    }

    private String content(int length) {
        StringBuilder content = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            content.append(NEARLY.charAt(random.nextInt(NEARLY.length())));
        }
        return content.toString().replace("\r\n--" + BOUNDARY, "");
    }

    private static String body(List<String> contents) {
        StringBuilder body = new StringBuilder();
        for (String content : contents) {
            body.append("--" + BOUNDARY + "\r\n" + HEAD + "\r\n\r\n")
                    .append(content)
                    .append("\r\n");
        }
        return body.append("--" + BOUNDARY + "--").toString();
    }

    private static List<String> read(String body, int piece) throws IOException {
        MultipartReader reader = new MultipartReader(pieces(body, piece), BOUNDARY);
        List<String> contents = new ArrayList<>();
        while (reader.next() != null) {
            contents.add(new String(reader.content().readAllBytes(), StandardCharsets.UTF_8));
        }
        return contents;
    }

    /** At most so many bytes are there at a time. */
    private static InputStream pieces(String body, int piece) {
        return new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(length, piece));
            }
        };
    }
}
