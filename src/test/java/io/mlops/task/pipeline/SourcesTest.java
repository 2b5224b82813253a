package io.mlops.task.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mlops.task.execution.ConfigSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** The sources that the page recognizes are those of the documentation. */
class SourcesTest {
    private static final Path SOURCES = Path.of("src/main/resources/META-INF/resources/assets/sources.json");
    private static final Path DOCUMENTATION = Path.of("docs/data.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| ([^|]+) \\| [^|]+ \\| ?([^|]*) \\|$");
    private static final Pattern SETTING = Pattern.compile("`([^`]+)`");

    @Test
    void shouldHaveTheConfigurationsOfTheDocumentation() throws IOException {
        Map<String, Object> documented = documented();

        assertThat(documented).hasSizeGreaterThan(15);
        assertThat(recognized()).containsExactlyEntriesOf(documented);
    }

    @Test
    void shouldHaveValidConfigurations() throws Exception {
        ConfigSchema schema = Pipelines.withoutModels().get(0).schema();
        for (Map.Entry<String, Object> source : recognized().entrySet()) {
            Map<Object, Object> config = new LinkedHashMap<>(Map.of("seed", 1, "window", 5, "version", "v1"));
            config.putAll((Map<?, ?>) source.getValue());

            schema.validate(new ObjectMapper().writeValueAsString(config), source.getKey());
        }
    }

    private static Map<String, Object> recognized() throws IOException {
        ObjectMapper json = new ObjectMapper();
        Map<String, Object> configs = new LinkedHashMap<>();
        for (JsonNode source : json.readTree(SOURCES.toFile())) {
            configs.put(source.get("name").asText(), json.convertValue(source.get("config"), Map.class));
        }
        return configs;
    }

    private static Map<String, Object> documented() throws IOException {
        String text = Files.readString(DOCUMENTATION);
        String section = text.substring(text.indexOf("## Sources"), text.indexOf("## Findings"));
        Map<String, Object> configs = new LinkedHashMap<>();
        Matcher row = ROW.matcher(section.substring(section.indexOf("|---")));
        while (row.find()) {
            configs.put(row.group(1), config(row.group(2)));
        }
        return configs;
    }

    private static Map<String, Object> config(String settings) {
        Map<String, Object> config = new LinkedHashMap<>();
        for (MatchResult setting : SETTING.matcher(settings).results().toList()) {
            config.putAll(new Yaml().load(setting.group(1)));
        }
        return config;
    }
}
