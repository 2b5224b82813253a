package io.mlops.task.metrics;

import io.mlops.task.model.monitoring.ServedModel;
import io.mlops.task.model.monitoring.ServedModels;
import io.mlops.task.model.registry.ChampionService;
import io.smallrye.health.api.Wellness;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;

/** Whether each champion could be loaded. The service accepts runs without one: neither liveness nor readiness. */
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
        boolean healthy = true;
        for (ServedModel model : models.models()) {
            ChampionService champions = model.championService();
            boolean loadFailed = champions.fault().isPresent();
            String serving = champions
                    .current()
                    .map(champion -> "version " + champion.version().number())
                    .orElse("no champion");
            response.withData(model.name(), loadFailed ? serving + "; the champion could not be loaded" : serving);
            healthy &= !loadFailed;
        }
        return response.status(healthy).build();
    }
}
