package io.mlops.task.http;

import io.mlops.task.run.Runs;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** Whether a submit would be taken: the folder can be written, the disk has room, the queue has room. */
@org.eclipse.microprofile.health.Readiness
@Singleton
final class Readiness implements HealthCheck {
    private final Runs runs;
    private final ServiceLimits limits;

    Readiness(Runs runs, ServiceLimits limits) {
        this.runs = runs;
        this.limits = limits;
    }

    @Override
    public HealthCheckResponse call() {
        Path data = limits.data();
        boolean writable = Files.isWritable(data);
        long free = ServiceLimits.freeBytes(data);
        int queued = runs.queued();
        HealthCheckResponseBuilder response = HealthCheckResponse.named("submits")
                .withData("folder", writable ? "writable" : "not writable")
                .withData("freeBytes", free)
                .withData("freeBytesFloor", limits.diskFloorBytes())
                .withData("queued", queued)
                .withData("queueCapacity", runs.queueCapacity());
        boolean ready =
                writable && free >= limits.diskFloorBytes() && queued < runs.queueCapacity() && !runs.isClosed();
        return response.status(ready).build();
    }
}
