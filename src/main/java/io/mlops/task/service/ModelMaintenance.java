package io.mlops.task.service;

import io.mlops.task.metrics.DriftMeters;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.monitoring.DriftReport;
import io.mlops.task.model.monitoring.ServedModel;
import io.mlops.task.model.monitoring.ServedModels;
import io.mlops.task.retraining.RetrainingService;
import io.mlops.task.store.PredictionLog;
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
final class ModelMaintenance {
    private static final Logger LOG = Logger.getLogger(ModelMaintenance.class);
    private static final Duration SAVE_EVERY = Duration.ofSeconds(5);

    private final ServedModels models;
    private final DriftMeters meters;
    private final PredictionLog requests;
    private final RetrainingService retraining;
    private final Duration lookEvery;
    private final Map<String, String> told = new HashMap<>();
    private final PeriodicTasks steps = new PeriodicTasks(LOG::log);
    private Optional<DriftReport> drift = Optional.empty();
    private long nextSave = System.nanoTime();
    private long nextLook = System.nanoTime();

    ModelMaintenance(
            Settings settings,
            ServedModels models,
            DriftMeters meters,
            PredictionLog requests,
            RetrainingService retraining) {
        this.models = models;
        this.meters = meters;
        this.requests = requests;
        this.retraining = retraining;
        this.lookEvery = settings.models().lookEvery();
    }

    /** Called about once a second; whatever fails is said here. */
    void run() {
        steps.run("Logging requests", requests::flush);
        if (System.nanoTime() - nextSave >= 0) {
            nextSave = System.nanoTime() + SAVE_EVERY.toNanos();
            for (ServedModel model : models.models()) {
                steps.run("Keeping what " + model.name() + " was asked", model.monitor()::save);
                steps.run("Following the champion of " + model.name(), () -> refreshChampion(model));
            }
        }
        if (System.nanoTime() - nextLook >= 0) {
            nextLook = System.nanoTime() + lookEvery.toNanos();
            drift = Optional.empty();
            steps.run("Looking for drift", () -> drift = meters.update());
            steps.run("Considering a retraining", () -> retraining.evaluateTriggers(drift));
        }
    }

    private void refreshChampion(ServedModel model) {
        model.championship().refresh();
        reportFault(model);
    }

    /** Once for each fault, not at every look. */
    private void reportFault(ServedModel model) {
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
                model.monitor().save();
            }
        }
    }

    @Scheduled(cron = "${mlops.models.retrain.cron:off}", timeZone = "UTC")
    void scheduledRetraining() {
        retraining.onSchedule();
    }
}
