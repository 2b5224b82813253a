package io.mlops.task.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.mlops.task.run.RunService;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Whether a submit would be taken: the folder can be written, the disk has room, the queue has room. */
@org.eclipse.microprofile.health.Readiness
@Startup
@Singleton
final class RunReadinessCheck implements HealthCheck {
    private final RunService runs;

    RunReadinessCheck(RunService runs, MeterRegistry registry) {
        this.runs = runs;
        Gauge.builder("mlops.ready", () -> isReady() ? 1 : 0)
                .description("1 where a submit would be taken, else 0")
                .register(registry);
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("submits")
                .withData("folder", runs.isWritable() ? "writable" : "not writable")
                .withData("freeBytes", runs.freeBytes())
                .withData("freeBytesFloor", runs.minFreeBytes())
                .withData("queued", runs.queued())
                .withData("queueCapacity", runs.queueCapacity())
                .status(isReady())
                .build();
    }

    private boolean isReady() {
        return runs.isWritable() && runs.canAccept();
    }
}
