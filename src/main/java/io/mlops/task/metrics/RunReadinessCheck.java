package io.mlops.task.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.mlops.task.http.runs.ApiConfig;
import io.mlops.task.run.RunService;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Whether a submit would be taken: the folder can be written, the disk has room, the queue has room. */
@org.eclipse.microprofile.health.Readiness
@Startup
@Singleton
final class RunReadinessCheck implements HealthCheck {
    private final RunService runs;
    private final ApiConfig limits;

    RunReadinessCheck(RunService runs, ApiConfig limits, MeterRegistry registry) {
        this.runs = runs;
        this.limits = limits;
        Gauge.builder("mlops.ready", () -> isReady() ? 1 : 0)
                .description("1 where a submit would be taken, else 0")
                .register(registry);
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("submits")
                .withData("folder", isWritable() ? "writable" : "not writable")
                .withData("freeBytes", runs.freeBytes())
                .withData("freeBytesFloor", limits.diskFloorBytes())
                .withData("queued", runs.queued())
                .withData("queueCapacity", runs.queueCapacity())
                .status(isReady())
                .build();
    }

    private boolean isReady() {
        return isWritable() && runs.canAccept();
    }

    private boolean isWritable() {
        return Files.isWritable(limits.data());
    }
}
