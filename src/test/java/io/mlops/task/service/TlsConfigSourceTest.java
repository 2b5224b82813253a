package io.mlops.task.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsConfigSourceTest {
    @TempDir
    Path directory;

    private String certificate;
    private String key;

    @BeforeEach
    void writeFiles() throws IOException {
        certificate = Files.writeString(directory.resolve("tls.crt"), "-----BEGIN CERTIFICATE-----\n")
                .toString();
        key = Files.writeString(directory.resolve("tls.key"), "-----BEGIN EC PRIVATE KEY-----\n")
                .toString();
    }

    @Test
    void shouldReplaceHttpByHttps() {
        SmallRyeConfig config =
                config(Map.of("mlops.tls-certificate", certificate, "mlops.tls-key", key, "quarkus.http.port", "8443"));
        assertThat(config.getValue("quarkus.tls.mlops.key-store.pem.0.cert", String.class))
                .isEqualTo(certificate);
        assertThat(config.getValue("quarkus.tls.mlops.key-store.pem.0.key", String.class))
                .isEqualTo(key);
        assertThat(config.getValue("quarkus.http.ssl-port", int.class)).isEqualTo(8443);
        assertThat(config.getValue("quarkus.http.insecure-requests", String.class))
                .isEqualTo("disabled");
    }

    @Test
    void shouldLeaveOtherSettingsOfQuarkusAsTheyAre() {
        SmallRyeConfig config = config(Map.of(
                "mlops.tls-certificate",
                certificate,
                "mlops.tls-key",
                key,
                "quarkus.http.insecure-requests",
                "enabled"));
        assertThat(config.getValue("quarkus.http.insecure-requests", String.class))
                .isEqualTo("enabled");
    }

    @Test
    void shouldSetNothingWithoutACertificate() {
        assertThat(config(Map.of("mlops.tls-certificate", "")).getOptionalValue("quarkus.http.ssl-port", int.class))
                .isEmpty();
    }

    @Test
    void shouldRejectACertificateWithoutAKey() {
        assertThatThrownBy(() -> config(Map.of("mlops.tls-certificate", certificate)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("mlops.tls-key is missing, mlops.tls-certificate is set");
        assertThatThrownBy(() -> config(Map.of("mlops.tls-key", key)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("mlops.tls-certificate is missing, mlops.tls-key is set");
    }

    @Test
    void shouldNameAFileThatIsNotPem() {
        assertThatThrownBy(() -> config(Map.of("mlops.tls-certificate", certificate, "mlops.tls-key", certificate)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("mlops.tls-key: " + certificate
                        + " must be a PEM file with \"PRIVATE KEY-----\", was without one");
        assertThatThrownBy(() -> config(Map.of("mlops.tls-certificate", directory + "/no", "mlops.tls-key", key)))
                .hasMessageEndingWith("/no must be a PEM file with \"CERTIFICATE-----\", was absent");
        assertThatThrownBy(() -> config(Map.of("mlops.tls-certificate", directory.toString(), "mlops.tls-key", key)))
                .hasMessageEndingWith("was unreadable");
    }

    private static SmallRyeConfig config(Map<String, String> settings) {
        return new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withSources(new PropertiesConfigSource(settings, "test", 100))
                .withSources(new TlsConfigSource())
                .build();
    }
}
