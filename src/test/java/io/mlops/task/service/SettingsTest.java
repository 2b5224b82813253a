package io.mlops.task.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** config/application.yaml documents every setting, with its default. A setting that nothing reads is ignored silently. */
class SettingsTest {
    private static final Pattern LINE = Pattern.compile("( *)(#?)( *)([a-z0-9-]+):(?: +([^#]*))?(?:#.*)?");

    /** The launcher sets it. */
    private static final String HOME = "mlops.home";

    private static final String NO_DEFAULT = "";

    @Test
    void shouldDocumentEverySettingWithItsDefaultAndNoOther() throws IOException {
        Map<String, String> settings = settings();
        assertThat(settings)
                .containsKeys("mlops.workers", "mlops.max-concurrent-uploads", "mlops.models.retrain.cron", HOME);
        assertThat(SettingsCheck.known().stream().map(name -> name.replace(".*", "")))
                .containsExactlyInAnyOrderElementsOf(settings.keySet());
        settings.remove(HOME);

        Map<String, String> active = new TreeMap<>();
        Set<String> documented = new TreeSet<>();
        readDocumented(active, documented);

        assertThat(documented).containsAll(settings.keySet());
        assertThat(active.keySet()).isSubsetOf(settings.keySet());
        settings.values().removeIf(NO_DEFAULT::equals);
        active.keySet().retainAll(settings.keySet());
        settings.keySet().retainAll(active.keySet());
        assertThat(active).isEqualTo(settings);
    }

    /** The defaults by name, as the program reads them. */
    private static Map<String, String> settings() {
        Map<String, String> settings = new TreeMap<>();
        for (JavaClass one : new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.mlops.task")) {
            if (one.isAnnotatedWith(ConfigMapping.class)) {
                add(one.getAnnotationOfType(ConfigMapping.class).prefix(), one.reflect(), settings);
            }
        }
        return settings;
    }

    private static void add(String prefix, Class<?> mapping, Map<String, String> settings) {
        for (Method method : mapping.getDeclaredMethods()) {
            String name =
                    prefix + '.' + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase();
            if (method.getReturnType().getEnclosingClass() == mapping
                    || method.getReturnType().getEnclosingClass() == Settings.class) {
                add(name, method.getReturnType(), settings);
            } else {
                WithDefault value = method.getAnnotation(WithDefault.class);
                settings.put(name, value == null ? NO_DEFAULT : value.value());
            }
        }
    }

    /**
     * @param active the values by name, of lines that are not comments
     * @param documented those names and the ones in comments
     */
    private static void readDocumented(Map<String, String> active, Set<String> documented) throws IOException {
        Deque<Section> sections = new ArrayDeque<>();
        for (String text : Files.readAllLines(Path.of("config/application.yaml"))) {
            Matcher line = LINE.matcher(text);
            if (line.matches()) {
                boolean comment = !line.group(2).isEmpty();
                int column = line.start(4);
                while (!comment && !sections.isEmpty() && sections.peek().column() >= column) {
                    sections.pop();
                }
                String name =
                        sections.isEmpty() ? line.group(4) : sections.peek().name() + '.' + line.group(4);
                String value =
                        line.group(5) == null ? "" : line.group(5).strip().replace("\"", "");
                if (!comment && value.isEmpty()) {
                    sections.push(new Section(name, column));
                } else if (name.startsWith("mlops.")) {
                    documented.add(name);
                    if (!comment) {
                        active.put(name, value);
                    }
                }
            }
        }
    }

    private record Section(String name, int column) {}
}
