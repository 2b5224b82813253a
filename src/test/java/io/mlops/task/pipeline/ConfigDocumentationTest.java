package io.mlops.task.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mlops.task.execution.ConfigSchema.ConfigKey;
import io.mlops.task.execution.Pipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables and example files that people read have every declared key. */
class ConfigDocumentationTest {
    private static final List<Pipeline> PIPELINES = Pipelines.withoutModels();

    static Stream<Pipeline> pipelines() {
        return PIPELINES.stream();
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void shouldHaveAValidDefaultConfiguration(Pipeline pipeline) throws Exception {
        String config = Files.readString(Path.of(pipeline.defaults().config()));

        pipeline.schema().validate(config, "config.yaml");
        assertThat(Path.of(pipeline.defaults().input())).isRegularFile();
    }

    @Test
    void shouldDocumentTheKeysOfTheSignalInTheReadme() throws IOException {
        assertTableHas(Path.of("README.md"), PIPELINES.get(0).schema().keys());
    }

    @Test
    void shouldDocumentTheKeysOfATraining() throws IOException {
        List<ConfigKey> keys = PIPELINES.get(1).schema().keys().stream()
                .filter(key -> key.type() != ConfigKey.Type.SECTION)
                .toList();
        assertTableHas(Path.of("docs/housing.md"), keys);
    }

    @ParameterizedTest
    @MethodSource("pipelines")
    void shouldNameEveryKeyOfAModelInItsDefaultConfiguration(Pipeline pipeline) throws IOException {
        String config = Files.readString(Path.of(pipeline.defaults().config()));

        if (!pipeline.name().equals("signal")) {
            assertThat(pipeline.schema().keys()).allSatisfy(key -> {
                assertThat(config).containsPattern("(?m)^(# )?" + key.name() + ": .*" + bounds(key));
                assertThat(key.keys())
                        .allSatisfy(nested -> assertThat(config).containsPattern("[{ ]" + nested.name() + ": "));
            });
        }
    }

    /** Returns what the line of a key must contain: the range of a number. */
    private static String bounds(ConfigKey key) {
        boolean isNumber = key.type() == ConfigKey.Type.INTEGER || key.type() == ConfigKey.Type.NUMBER;
        boolean isAnyPositive = key.max() != null && key.max().longValue() == Integer.MAX_VALUE;
        return isNumber && !isAnyPositive ? Pattern.quote(key.range()) : "";
    }

    private static void assertTableHas(Path file, List<ConfigKey> keys) throws IOException {
        String text = Files.readString(file);
        assertThat(keys).allSatisfy(key -> {
            String value = key.required() ? "required" : "`?" + key.defaultValue() + "`?";
            assertThat(text).containsPattern("(?m)^\\| `" + key.name() + "` \\| (" + value + ") \\| .*" + bounds(key));
        });
    }
}
