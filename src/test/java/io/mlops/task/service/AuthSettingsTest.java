package io.mlops.task.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mlops.task.auth.Users;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthSettingsTest {
    @TempDir
    Path directory;

    @Test
    void shouldRequireUsersOrAProvider() {
        assertThatThrownBy(() -> users(Optional.empty(), "false"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessage("mlops.auth.enabled is true, but nobody can log in: set mlops.auth.users-file or "
                        + "quarkus.oidc.tenant-enabled");
        assertThat(users(Optional.empty(), "true").isEmpty()).isTrue();
    }

    @Test
    void shouldNameAFileThatHasNoUsers() throws Exception {
        Path file = directory.resolve("users");
        assertThatThrownBy(() -> users(Optional.of(file), "false"))
                .hasMessage("mlops.auth.users-file: " + file
                        + " does not exist; ./mlops-task --hash-password creates an entry");
        Files.writeString(file, "# nobody\n");
        assertThatThrownBy(() -> users(Optional.of(file), "false"))
                .hasMessage(
                        "mlops.auth.users-file: " + file + " has no entry; ./mlops-task --hash-password creates one");
        Files.writeString(file, "\nann:0123\n");
        assertThatThrownBy(() -> users(Optional.of(file), "false"))
                .hasMessage("mlops.auth.users-file: " + file + ", line 2: must be NAME:BCRYPT-HASH:ROLE, was 2 fields");
        assertThatThrownBy(() -> users(Optional.of(directory), "false"))
                .hasMessage("mlops.auth.users-file: " + directory + " cannot be read: Is a directory");
        Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe});
        assertThatThrownBy(() -> users(Optional.of(file), "false"))
                .hasMessage("mlops.auth.users-file: " + file + " must be UTF-8 text");
    }

    private static Users users(Optional<Path> file, String oidc) {
        Map<String, String> values = Map.of("quarkus.oidc.tenant-enabled", oidc);
        return AuthSettings.users(
                file,
                new SmallRyeConfigBuilder()
                        .withSources(new PropertiesConfigSource(values, "test", 100))
                        .build());
    }
}
