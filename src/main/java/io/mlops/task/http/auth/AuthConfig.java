package io.mlops.task.http.auth;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Settings of access control. */
@ConfigMapping(prefix = "mlops.auth")
public interface AuthConfig {

    /** Whether callers must authenticate. */
    @WithDefault("false")
    boolean enabled();

    /** Users with passwords, see {@link io.mlops.task.auth.Users}; read at start. */
    Optional<Path> usersFile();
}
