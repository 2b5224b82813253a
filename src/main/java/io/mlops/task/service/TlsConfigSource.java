package io.mlops.task.service;

import io.mlops.task.text.Messages;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.ConfigSourceContext;
import io.smallrye.config.ConfigSourceFactory;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.PropertiesConfigSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.spi.ConfigSource;
import org.jspecify.annotations.Nullable;

/**
 * Quarkus' settings of TLS, derived from {@link Settings#tlsCertificate} and {@link Settings#tlsKey}: HTTPS takes the place of
 * HTTP, and a renewed certificate is read within an hour. Each can still be set by itself.
 */
public final class TlsConfigSource implements ConfigSourceFactory {
    private static final String CERTIFICATE = "mlops.tls-certificate";
    private static final String KEY = "mlops.tls-key";

    /** Below every other source. */
    private static final int ORDINAL = 50;

    @Override
    public Iterable<ConfigSource> getConfigSources(ConfigSourceContext context) {
        String certificate = value(context, CERTIFICATE);
        String key = value(context, KEY);
        if (certificate == null && key == null) {
            return List.of();
        }
        if (certificate == null || key == null) {
            throw new ConfigurationException((key == null ? KEY : CERTIFICATE) + " is missing, "
                    + (key == null ? CERTIFICATE : KEY) + " is set");
        }
        requirePem(CERTIFICATE, certificate, "CERTIFICATE-----");
        requirePem(KEY, key, "PRIVATE KEY-----");
        Map<String, String> settings = Map.of(
                "quarkus.tls.mlops.key-store.pem.0.cert", certificate,
                "quarkus.tls.mlops.key-store.pem.0.key", key,
                "quarkus.tls.mlops.reload-period", "PT1H",
                "quarkus.http.tls-configuration-name", "mlops",
                "quarkus.http.ssl-port", "${quarkus.http.port}",
                "quarkus.http.insecure-requests", "disabled");
        return List.of(new PropertiesConfigSource(settings, "TLS", ORDINAL));
    }

    private static void requirePem(String setting, String file, String label) {
        @Nullable String actual;
        try {
            String text = Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
            actual = text.contains(label) ? null : "without one";
        } catch (NoSuchFileException e) {
            actual = "absent";
        } catch (IOException | InvalidPathException e) {
            actual = "unreadable";
        }
        if (actual != null) {
            throw new ConfigurationException(
                    setting + ": " + file + " " + Messages.mustBe("a PEM file with \"" + label + '"', actual));
        }
    }

    private static @Nullable String value(ConfigSourceContext context, String name) {
        ConfigValue value = context.getValue(name);
        return value == null || value.getValue() == null || value.getValue().isBlank() ? null : value.getValue();
    }
}
