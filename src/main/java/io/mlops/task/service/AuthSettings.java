package io.mlops.task.service;

import io.mlops.task.auth.Users;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** Reads the users, and rejects settings with which nobody could log in. */
final class AuthSettings {
    private static final String USERS_FILE = "mlops.auth.users-file";
    private static final String OIDC = "quarkus.oidc.tenant-enabled";

    private AuthSettings() {}

    /**
     * Returns the entries of the users file; none if there is no file.
     *
     * @throws ConfigurationException if nobody could log in, the file cannot be read, or one of its lines is no entry
     */
    static Users users(Optional<Path> file, Config config) {
        if (file.isPresent()) {
            return read(file.get());
        }
        if (config.getOptionalValue(OIDC, Boolean.class).orElse(true)) {
            return Users.parse(List.of());
        }
        throw new ConfigurationException(
                "mlops.auth.enabled is true, but nobody can log in: set " + USERS_FILE + " or " + OIDC);
    }

    private static Users read(Path file) {
        String setting = USERS_FILE + ": " + file;
        try {
            Users users = Users.parse(Files.readAllLines(file));
            if (users.isEmpty()) {
                throw new ConfigurationException(setting + " has no entry; ./mlops-task --hash-password creates one");
            }
            return users;
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(
                    setting + " does not exist; ./mlops-task --hash-password creates an entry");
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(setting + " must be UTF-8 text");
        } catch (IOException e) {
            throw new ConfigurationException(setting + " cannot be read: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(setting + ", " + e.getMessage());
        }
    }
}
