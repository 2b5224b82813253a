package io.mlops.task.profile;

import io.mlops.task.http.Service;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/**
 * Models are monitored every second, every prediction is logged, and drift and live error start a training. Tests set the
 * clock forward.
 */
public final class RetrainingProfile implements QuarkusTestProfile {
    /** The default configuration of a training, which takes a moment. */
    private static final String CONFIG =
            "seed: 1\nversion: again\nalgorithms: [gradient_boosting]\ngradient_boosting: {rounds: 300}\n";

    public static final int DRIFT_WINDOW = 300;
    public static final Duration COOLDOWN = Duration.ofHours(24);
    public static final int MIN_LABELLED_ROWS = 5;

    @Override
    public Map<String, String> getConfigOverrides() {
        Map<String, String> settings = DefaultsProfile.directories();
        Path config = Path.of(settings.get("mlops.data")).resolveSibling("housing.yaml");
        try {
            Files.writeString(config, CONFIG);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        settings.put("mlops.default-config.housing", config.toString());
        settings.put("mlops.models.monitoring-interval", "PT1S");
        settings.put("mlops.models.monitoring-save-interval", "PT1S");
        settings.put("mlops.models.drift-window", String.valueOf(DRIFT_WINDOW));
        settings.put("mlops.models.request-log.sampling-rate", "1");
        settings.put("mlops.models.retrain.on-drift", "true");
        settings.put("mlops.models.retrain.max-live-rmse-ratio", "1.25");
        settings.put("mlops.models.retrain.min-labelled-rows", String.valueOf(MIN_LABELLED_ROWS));
        settings.put("mlops.models.retrain.cooldown", COOLDOWN.toString());
        return settings;
    }

    /** Lets drift and live error start no training until the cooldown is over. */
    public static void startCooldown() {
        Service.ended(Service.upload().multiPart("label.retrain", "none"));
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
        return Set.of(AdvanceableClock.class);
    }
}
