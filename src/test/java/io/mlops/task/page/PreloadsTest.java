package io.mlops.task.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A page preloads all modules that its script imports, so that the browser fetches them concurrently. */
class PreloadsTest {
    private static final Path RESOURCES = Path.of("src/main/resources");
    private static final Pattern SCRIPT = Pattern.compile("<script type=\"module\" src=\"/assets/(\\w+\\.js)\">");
    private static final Pattern PRELOAD = Pattern.compile("<link rel=\"modulepreload\" href=\"/assets/(\\w+\\.js)\">");
    private static final Pattern IMPORT = Pattern.compile("^import .* from '\\./(\\w+\\.js)'", Pattern.MULTILINE);

    @ParameterizedTest
    @ValueSource(strings = {"runs", "run", "compare", "models"})
    void shouldPreloadWhatTheScriptImports(String page) throws IOException {
        String template = Files.readString(RESOURCES.resolve("templates/pages/" + page + ".html"));
        Set<String> imported = new TreeSet<>();
        for (String script : names(SCRIPT, template)) {
            addImports(script, imported);
        }
        assertThat(names(PRELOAD, template)).containsExactlyElementsOf(imported);
    }

    private static void addImports(String module, Set<String> imported) throws IOException {
        String source = Files.readString(RESOURCES.resolve("META-INF/resources/assets/" + module));
        for (String name : names(IMPORT, source)) {
            if (imported.add(name)) {
                addImports(name, imported);
            }
        }
    }

    private static List<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }
}
