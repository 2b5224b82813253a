package io.mlops.task.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.execution.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Third-party files must be those that their authors released; docs/decisions/0003-page.md says how to replace them. */
class VendoredTest {
    private static final Path FOLDER = Path.of("src/main/resources/META-INF/resources/assets/vendor");

    @ParameterizedTest
    @CsvSource({
        "uPlot-1.6.32.iife.min.js, 19c8d4c6ad88929a79f4ae49d6f7161566dfd0ba3d15cc495e974f787eb78f1f",
        "uPlot-1.6.32.min.css, df630c6a8d6f8eeaff264b50f73ce5b114f646ffd9a0bb74f049b0a00135fa04",
        "uPlot-LICENSE.txt, 8f989229699b4fe2f1a0432d0e9edc338a8a911e250e2d1b01ecd770a5f5b1bd"
    })
    void shouldBeUnchanged(String file, String sha256) throws IOException {
        assertThat(Sha256.digest(FOLDER.resolve(file))).isEqualTo(sha256);
    }
}
