package io.mlops.task;

import io.mlops.task.http.Retraining;
import io.mlops.task.http.ServedModels;
import io.mlops.task.http.WatchMeters;
import io.mlops.task.model.DriftReport;
import io.mlops.task.model.ModelException;
import io.mlops.task.model.ServedModel;
import io.mlops.task.store.RequestLog;
import io.quarkus.scheduler.Scheduled;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;

/** What is done from time to time for the models in service. */
@Singleton
final class ModelTending {
    private static final Logger LOG = Logger.getLogger(ModelTending.class);
    private static final Duration SAVE_EVERY = Duration.ofSeconds(5);

    private final ServedModels models;
    private final WatchMeters meters;
    private final RequestLog requests;
    private final Retraining retraining;
    private final Duration lookEvery;
    private final Map<String, String> told = new HashMap<>();
    private final Steps steps = new Steps(LOG::log);
    private Optional<DriftReport> drift = Optional.empty();
    private long nextSave = System.nanoTime();
    private long nextLook = System.nanoTime();

    ModelTending(
            Settings settings, ServedModels models, WatchMeters meters, RequestLog requests, Retraining retraining) {
        this.models = models;
        this.meters = meters;
        this.requests = requests;
        this.retraining = retraining;
        this.lookEvery = settings.models().lookEvery();
    }

    /** Called about once a second; whatever fails is said here. */
    void tend() {
        steps.take("Logging requests", requests::flush);
        if (System.nanoTime() - nextSave >= 0) {
            nextSave = System.nanoTime() + SAVE_EVERY.toNanos();
            for (ServedModel model : models.models()) {
                steps.take("Keeping what " + model.name() + " was asked", model.watching()::save);
                steps.take("Following the champion of " + model.name(), () -> follow(model));
            }
        }
        if (System.nanoTime() - nextLook >= 0) {
            nextLook = System.nanoTime() + lookEvery.toNanos();
            drift = Optional.empty();
            steps.take("Looking for drift", () -> drift = meters.look());
            steps.take("Considering a retraining", () -> retraining.consider(drift));
        }
    }

    private void follow(ServedModel model) {
        model.championship().refresh();
        tell(model);
    }

    /** Once for each fault, not at every look. */
    private void tell(ServedModel model) {
        String fault = model.championship().fault().orElse("");
        String before = Objects.requireNonNullElse(told.put(model.name(), fault), "");
        if (!fault.isEmpty() && !fault.equals(before)) {
            LOG.errorf("The champion of %s cannot serve: %s", model.name(), fault);
        } else if (fault.isEmpty() && !before.isEmpty()) {
            LOG.infof("The champion of %s can serve again", model.name());
        }
    }

    /** Keeps what would be lost by the end of the process. */
    void save() throws IOException, ModelException {
        try {
            requests.flush();
        } finally {
            for (ServedModel model : models.models()) {
                model.watching().save();
            }
        }
    }

    @Scheduled(cron = "${mlops.models.retrain.cron:off}", timeZone = "UTC")
    void retrain() {
        retraining.onSchedule();
    }
}
