package io.mlops.task.http.runs;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the runs' API. */
@ConfigMapping(prefix = "mlops")
public interface RunsConfig {

    /** Live logs that may be followed at the same time. */
    @WithDefault("100")
    int maxLogStreams();

    /** What one run may hold of its rows in memory; with a small heap, less. */
    @WithDefault("128M")
    MemorySize maxRunMemory();
}
