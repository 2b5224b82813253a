package io.mlops.task.http.filter;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings that bound request bodies. */
@ConfigMapping(prefix = "mlops")
public interface UploadConfig {

    /** Bodies that may be received at the same time; each holds a thread. */
    @WithDefault("100")
    int maxConcurrentUploads();

    /** Interval in which a body must bring 1 kB per second on average, or its connection is closed. */
    @WithDefault("PT30S")
    Duration uploadIdleTimeout();
}
