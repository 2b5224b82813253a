package io.mlops.task.metrics;

import io.mlops.task.model.monitoring.ServedModel;
import io.mlops.task.model.monitoring.ServedModels;
import io.mlops.task.model.registry.ChampionService;
import io.smallrye.health.api.Wellness;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** Whether each champion can be read. Of a service that takes runs all the same: neither its life nor its readiness. */
@Wellness
@Singleton
final class ModelHealthCheck implements HealthCheck {
    private final ServedModels models;

    ModelHealthCheck(ServedModels models) {
        this.models = models;
    }

    @Override
    public HealthCheckResponse call() {
        HealthCheckResponseBuilder response = HealthCheckResponse.named("models");
        boolean well = true;
        for (ServedModel model : models.models()) {
            ChampionService championship = model.championship();
            boolean unreadable = championship.fault().isPresent();
            String serving = championship
                    .current()
                    .map(champion -> "version " + champion.version().number())
                    .orElse("no champion");
            response.withData(model.name(), unreadable ? serving + "; the champion cannot be read" : serving);
            well &= !unreadable;
        }
        return response.status(well).build();
    }
}
