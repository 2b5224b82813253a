package io.mlops.task.http.runs;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the runs' API. */
@ConfigMapping(prefix = "mlops")
public interface RunsConfig {

    /** Live logs that may be followed at the same time. */
    @WithDefault("100")
    int maxLogStreams();
}
