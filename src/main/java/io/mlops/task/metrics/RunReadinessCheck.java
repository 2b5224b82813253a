package io.mlops.task.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.mlops.task.run.RunAdmission;
import io.mlops.task.run.RunService;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/** Whether a submission would be accepted: the data directory is writable, the disk and the queue have room. */
@org.eclipse.microprofile.health.Readiness
@Startup
@Singleton
final class RunReadinessCheck implements HealthCheck {
    private final RunAdmission admission;
    private final RunService runs;

    RunReadinessCheck(RunAdmission admission, RunService runs, MeterRegistry registry) {
        this.admission = admission;
        this.runs = runs;
        Gauge.builder("mlops.ready", () -> isReady() ? 1 : 0)
                .description("1 if a submission would be accepted, else 0")
                .register(registry);
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("submits")
                .withData("storage", runs.isWritable() ? "writable" : "not writable")
                .withData("freeBytes", runs.freeBytes())
                .withData("minFreeBytes", admission.minFreeBytes())
                .withData("queued", runs.queued())
                .withData("queueCapacity", runs.queueCapacity())
                .status(isReady())
                .build();
    }

    private boolean isReady() {
        return runs.isWritable() && admission.canAccept();
    }
}
