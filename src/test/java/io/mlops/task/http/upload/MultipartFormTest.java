package io.mlops.task.http.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.http.problem.ProblemDetails;
import io.mlops.task.http.problem.ProblemException;
import io.mlops.task.store.FileRunStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MultipartFormTest {
    private static final String FILE =
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nclose\n1\n\r\n";

    @TempDir
    Path folder;

    @Test
    void shouldAcceptFieldsUpToTheMaximumSizeOfAConfiguration() throws IOException {
        try (MultipartForm form = read(parts(15, 64 << 10))) {
            assertThat(form.texts()).hasSize(15);
        }
    }

    @Test
    void shouldRejectFieldsThatAreTooLargeTogether() {
        assertThatThrownBy(() -> read(parts(17, 64 << 10)))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemDetails.Type.TOO_LARGE))
                .hasMessageContaining("together larger than 1048576 bytes");
        assertThat(folder.resolve("uploads")).isEmptyDirectory();
    }

    @Test
    void shouldCountTheNamesOfFields() {
        assertThatThrownBy(() -> read(named(100, 15_000))).hasMessageContaining("together larger");
    }

    private MultipartForm read(String body) throws IOException {
        try (FileRunStore store = FileRunStore.open(folder, 1, List.of())) {
            return MultipartForm.read(
                    new ByteArrayInputStream((FILE + body + "--b--").getBytes(StandardCharsets.UTF_8)),
                    "multipart/form-data; boundary=b",
                    store::receive);
        }
    }

    private static String parts(int count, int length) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < count; i++) {
            body.append(part("k" + i, "x".repeat(length)));
        }
        return body.toString();
    }

    private static String named(int count, int length) {
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < count; i++) {
            body.append(part("n".repeat(length) + i, ""));
        }
        return body.toString();
    }

    private static String part(String name, String text) {
        return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + text + "\r\n";
    }
}
