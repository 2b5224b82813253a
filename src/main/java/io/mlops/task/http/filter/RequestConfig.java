package io.mlops.task.http.filter;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings of which requests are accepted. */
@ConfigMapping(prefix = "mlops")
public interface RequestConfig {

    /**
     * Names and addresses, without a port, that the service answers to besides the loopback ones and
     * {@code quarkus.http.host}; {@code *} for every.
     */
    Optional<List<String>> allowedHosts();

    /** Maximum time from the opening of a connection, or from the first byte of a later request, to the end of its head. */
    @WithDefault("PT30S")
    Duration requestHeadTimeout();

    /** Maximum number of request bodies received at the same time; each holds a thread. */
    @WithDefault("100")
    int maxConcurrentUploads();

    /**
     * Interval in which a body must deliver 1 kB per second on average, or its connection is closed; up to 16 kB if more than
     * half of the slots are taken. Clients must read responses at the same rate.
     */
    @WithDefault("PT30S")
    Duration uploadIdleTimeout();
}
