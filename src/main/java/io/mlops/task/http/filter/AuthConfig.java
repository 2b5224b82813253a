package io.mlops.task.http.filter;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of access control. */
@ConfigMapping(prefix = "mlops.auth")
public interface AuthConfig {

    /** Whether callers must authenticate. */
    @WithDefault("false")
    boolean enabled();
}
