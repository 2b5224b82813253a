package io.mlops.task.service;

import io.mlops.task.background.BackgroundTasks;
import io.mlops.task.metrics.DriftMeters;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.monitoring.DriftReport;
import io.mlops.task.model.monitoring.ServedModel;
import io.mlops.task.model.monitoring.ServedModels;
import io.mlops.task.retraining.RetrainingService;
import io.mlops.task.store.PredictionLog;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/** Periodic maintenance of the served models. */
@Singleton
final class ModelMaintenance {
    private static final Logger LOG = Logger.getLogger(ModelMaintenance.class);

    private static final Duration SCHEDULE_CHECK = Duration.ofSeconds(1);

    private final ServedModels models;
    private final DriftMeters meters;
    private final PredictionLog requests;
    private final RetrainingService retraining;
    private final Settings.Models settings;
    private final Clock clock;
    private final Map<String, String> reportedFaults = new HashMap<>();

    ModelMaintenance(
            ServedModels models,
            DriftMeters meters,
            PredictionLog requests,
            RetrainingService retraining,
            Settings settings,
            Clock clock) {
        this.models = models;
        this.meters = meters;
        this.requests = requests;
        this.retraining = retraining;
        this.settings = settings.models();
        this.clock = clock;
    }

    void start(BackgroundTasks tasks) {
        settings.requestLog().flushInterval().repeat(tasks, "Flush of the request log", requests::flush);
        settings.monitoringSaveInterval().repeat(tasks, "Save of the monitoring state", this::saveMonitoringState);
        settings.championRefreshInterval().repeat(tasks, "Refresh of the champion", this::refreshChampions);
        settings.monitoringInterval().repeat(tasks, "Monitoring of drift and live error", this::monitor);
        settings.maxVersions().ifPresent(max -> settings.monitoringInterval()
                .repeat(tasks, "Removal of old versions", () -> removeOldVersions(max)));
        RetrainingSchedule schedule = RetrainingSchedule.of(settings.retrain().cron());
        if (!schedule.isOff()) {
            AtomicReference<Instant> last = new AtomicReference<>(clock.instant());
            tasks.start("Scheduled retraining", SCHEDULE_CHECK, () -> retrainIfDue(schedule, last));
        }
    }

    private void saveMonitoringState() throws ModelException {
        ModelException failure = null;
        for (ServedModel model : models.models()) {
            try {
                model.monitor().save();
            } catch (ModelException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void refreshChampions() {
        for (ServedModel model : models.models()) {
            model.championService().refresh();
            reportFault(model);
        }
    }

    private void removeOldVersions(int max) throws ModelException {
        for (ServedModel model : models.models()) {
            List<Integer> removed = model.championService().removeRejected(max);
            if (!removed.isEmpty()) {
                LOG.infof("Removed rejected versions of %s beyond max-versions %d: %s", model.name(), max, removed);
            }
        }
    }

    private void monitor() throws ModelException {
        Optional<DriftReport> drift = Optional.empty();
        try {
            drift = meters.update();
        } finally {
            retraining.evaluateTriggers(drift);
        }
    }

    /** Not again for the same time after a failure: the next is as good. */
    private void retrainIfDue(RetrainingSchedule schedule, AtomicReference<Instant> last) {
        Instant now = clock.instant();
        if (schedule.isDue(last.getAndSet(now), now)) {
            retraining.onSchedule();
        }
    }

    /** Saves what the end of the process would lose. */
    void save() throws IOException, ModelException {
        try {
            requests.flush();
        } finally {
            saveMonitoringState();
        }
    }

    /** Once per fault. */
    private void reportFault(ServedModel model) {
        String fault = model.championService().fault().orElse("");
        String before = Objects.requireNonNullElse(reportedFaults.put(model.name(), fault), "");
        if (!fault.isEmpty() && !fault.equals(before)) {
            LOG.errorf("The champion of %s cannot serve: %s", model.name(), fault);
        } else if (fault.isEmpty() && !before.isEmpty()) {
            LOG.infof("The champion of %s can serve again", model.name());
        }
    }
}
