package io.mlops.task.service;

import io.mlops.task.metrics.DriftMeters;
import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.monitoring.DriftReport;
import io.mlops.task.model.monitoring.ServedModel;
import io.mlops.task.model.monitoring.ServedModels;
import io.mlops.task.retraining.RetrainingService;
import io.mlops.task.store.PredictionLog;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Scheduled maintenance of the served models. */
@Singleton
final class ModelMaintenance {
    private static final Logger LOG = Logger.getLogger(ModelMaintenance.class);

    private final ServedModels models;
    private final DriftMeters meters;
    private final PredictionLog requests;
    private final RetrainingService retraining;
    private final Map<String, String> reportedFaults = new HashMap<>();

    ModelMaintenance(ServedModels models, DriftMeters meters, PredictionLog requests, RetrainingService retraining) {
        this.models = models;
        this.meters = meters;
        this.requests = requests;
        this.retraining = retraining;
    }

    @Scheduled(
            identity = "Flush of the request log",
            every = "${mlops.models.request-log.flush-interval:PT1S}",
            concurrentExecution = ConcurrentExecution.SKIP)
    void flushRequestLog() throws IOException {
        requests.flush();
    }

    @Scheduled(
            identity = "Save of the monitoring state",
            every = "${mlops.models.monitoring-save-interval:PT5S}",
            concurrentExecution = ConcurrentExecution.SKIP)
    void saveMonitoringState() throws ModelException {
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

    @Scheduled(
            identity = "Refresh of the champion",
            every = "${mlops.models.champion-refresh-interval:PT5S}",
            concurrentExecution = ConcurrentExecution.SKIP)
    void refreshChampions() {
        for (ServedModel model : models.models()) {
            model.championService().refresh();
            reportFault(model);
        }
    }

    @Scheduled(
            identity = "Monitoring of drift and live error",
            every = "${mlops.models.monitoring-interval:PT30S}",
            concurrentExecution = ConcurrentExecution.SKIP)
    void monitor() throws ModelException {
        Optional<DriftReport> drift = Optional.empty();
        try {
            drift = meters.update();
        } finally {
            retraining.evaluateTriggers(drift);
        }
    }

    @Scheduled(cron = "${mlops.models.retrain.cron:off}", timeZone = "UTC")
    void scheduledRetraining() {
        retraining.onSchedule();
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
