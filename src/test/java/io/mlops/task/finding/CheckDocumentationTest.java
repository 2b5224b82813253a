package io.mlops.task.finding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CheckDocumentationTest {
    @ParameterizedTest
    @EnumSource(Check.class)
    void shouldBeInATableOfChecksWithItsSeverity(Check check) throws IOException {
        String severity = check.finding(1, 0, "").severity().label();

        assertThat(Files.readString(Path.of("docs/data.md")) + Files.readString(Path.of("docs/housing.md")))
                .containsPattern("(?m)^\\| .*`" + check.label() + "`.* \\| " + severity + "[ ,]");
    }
}
