package io.mlops.task.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Variables that the operations guide documents for .env reach the service. */
class ComposeTest {
    private static final Pattern SETTING = Pattern.compile("`(_?[A-Z][A-Z_]*)`");

    @Test
    void shouldPassEverySettingThatTheGuideNames() throws IOException {
        String compose = Files.readString(Path.of("docker-compose.yml"));
        String example = Files.readString(Path.of(".env.example"));
        List<String> settings = settings();
        assertThat(settings).contains("MLOPS_WORKERS", "MLOPS_RETENTION_MAX_SIZE", "GRAFANA_ADMIN_PASSWORD");
        assertThat(settings).allSatisfy(setting -> {
            assertThat(compose).containsPattern(": \\$\\{" + setting + ":?-");
            assertThat(example).containsPattern("(?m)^#" + setting + "=");
        });
    }

    /** The first column under "Settings that matter", where `A_B`, `_C` means A_B and A_C. */
    private static List<String> settings() throws IOException {
        String guide = Files.readString(Path.of("docs/operations.md"));
        String section = guide.substring(guide.indexOf("## Settings that matter"), guide.indexOf("## Alerts"));
        List<String> settings = new ArrayList<>();
        for (String row : section.lines().filter(line -> line.startsWith("| `")).toList()) {
            String stem = "";
            Matcher names = SETTING.matcher(row.split("\\|")[1]);
            while (names.find()) {
                String name = names.group(1);
                settings.add(name.startsWith("_") ? stem + name : name);
                stem = name.startsWith("_") ? stem : name.substring(0, name.lastIndexOf('_'));
            }
        }
        return settings;
    }
}
