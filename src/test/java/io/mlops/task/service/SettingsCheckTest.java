package io.mlops.task.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.http.filter.RequestConfig;
import io.mlops.task.http.runs.RunsConfig;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsCheckTest {

    @ParameterizedTest
    @CsvSource({
        "mlops.queue-capacity, 0, 'mlops.queue-capacity must be at least 1, was 0'",
        "mlops.workers, -1, 'mlops.workers must be at least 0, was -1'",
        "mlops.max-concurrent-uploads, 0, 'mlops.max-concurrent-uploads must be at least 1, was 0'",
        "mlops.upload-idle-timeout, PT0S, 'mlops.upload-idle-timeout must be longer than zero, was PT0S'",
        "mlops.request-head-timeout, PT-1S, 'mlops.request-head-timeout must be longer than zero, was PT-1S'",
        "mlops.max-run-memory, 1K, 'mlops.max-run-memory must be at least 1M, was 1024 bytes'",
        "mlops.max-attempts, 0, 'mlops.max-attempts must be at least 1, was 0'",
        "mlops.run-timeout, PT0S, 'mlops.run-timeout must be longer than zero, was PT0S'",
        "mlops.retention.max-count, -1, 'mlops.retention.max-count must be at least 0, was -1'",
        "mlops.models.request-log.sampling-rate, 1.5, 'mlops.models.request-log.sampling-rate must be 0 to 1, was 1.5'",
        "mlops.input-roots, /does/not/exist, 'mlops.input-roots: /does/not/exist must be a directory, was absent'",
        "mlops.input-roots, pom.xml, 'mlops.input-roots: pom.xml must be a directory, was a file'",
    })
    void shouldRejectAValueOutOfRange(String name, String value, String message) {
        assertThatThrownBy(() -> requireValid(Map.of(name, value)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage(message);
    }

    @Test
    void shouldAcceptTheDefaults(@TempDir Path directory) {
        Map<String, String> values = Map.of("mlops.input-roots", directory.toString());
        assertThatCode(() -> requireValid(values)).doesNotThrowAnyException();
        assertThatCode(() -> SettingsCheck.requireCron("0 3 * * *")).doesNotThrowAnyException();
    }

    private static void requireValid(Map<String, String> values) {
        SmallRyeConfig config = config(values);
        SettingsCheck.requireValid(
                config.getConfigMapping(Settings.class),
                config.getConfigMapping(RequestConfig.class),
                config.getConfigMapping(RunsConfig.class));
    }

    @Test
    void shouldRejectAScheduleThatIsNone() {
        assertThatThrownBy(() -> SettingsCheck.requireCron("daily"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith(
                        "mlops.models.retrain.cron must be a cron expression of five fields or \"off\", was \"daily\"");
    }

    @Test
    void shouldNameTheNearestSettingForOneThatDoesNotExist() {
        assertThat(SettingsCheck.unknown(
                        config(Map.of("mlops.worker", "3")), Map.of("MLOPS_QUEUE_CAPACTY", "5", "PATH", "/bin")))
                .containsExactly(
                        "There is no setting mlops.worker; did you mean mlops.workers? (PropertiesConfigSource[source=test])",
                        "There is no setting MLOPS_QUEUE_CAPACTY; did you mean MLOPS_QUEUE_CAPACITY?");
    }

    @Test
    void shouldKnowSettingsOfEveryKind() {
        Map<String, String> values = Map.of(
                "mlops.workers", "3",
                "mlops.input-roots[0]", "sample-data",
                "mlops.default-config.signal", "a.yaml",
                "mlops.retention.interval", "PT1M",
                "mlops.auth.enabled", "false",
                "mlops.terminal", "true");
        Map<String, String> environment =
                Map.of("MLOPS_DATA", "data", "MLOPS_DEFAULT_CONFIG_SIGNAL", "a.yaml", "MLOPS_JAVA_OPTS", "-Xmx1g");

        assertThat(SettingsCheck.unknown(config(values), environment)).isEmpty();
    }

    private static SmallRyeConfig config(Map<String, String> values) {
        return new SmallRyeConfigBuilder()
                .withMapping(Settings.class)
                .withMapping(RequestConfig.class)
                .withMapping(RunsConfig.class)
                .withConverter(
                        io.quarkus.runtime.configuration.MemorySize.class,
                        100,
                        new io.quarkus.runtime.configuration.MemorySizeConverter())
                .withSources(new PropertiesConfigSource(values, "test", 100))
                .withValidateUnknown(false)
                .build();
    }
}
