package io.mlops.task.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import java.time.Duration;

/** Histogram buckets of the request latency, so that quantiles can be queried. */
public final class RequestLatencyBuckets implements MeterFilter {
    private static final double[] NANOS = nanos(1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 10_000, 60_000);

    @Override
    public DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
        if (!id.getName().equals("http.server.requests")) {
            return config;
        }
        return DistributionStatisticConfig.builder()
                .serviceLevelObjectives(NANOS)
                .build()
                .merge(config);
    }

    private static double[] nanos(long... millis) {
        double[] nanos = new double[millis.length];
        for (int i = 0; i < millis.length; i++) {
            nanos[i] = (double) Duration.ofMillis(millis[i]).toNanos();
        }
        return nanos;
    }
}
