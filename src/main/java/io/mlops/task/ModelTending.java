package io.mlops.task;

import io.mlops.task.http.Retraining;
import io.mlops.task.http.ServedModels;
import io.mlops.task.http.WatchMeters;
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

    /** Called about once a second. */
    void tend() throws IOException, ModelException {
        requests.flush();
        if (System.nanoTime() - nextSave >= 0) {
            nextSave = System.nanoTime() + SAVE_EVERY.toNanos();
            save();
            for (ServedModel model : models.models()) {
                model.championship().refresh();
                tell(model);
            }
        }
        if (System.nanoTime() - nextLook >= 0) {
            nextLook = System.nanoTime() + lookEvery.toNanos();
            retraining.consider(meters.look());
        }
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
        requests.flush();
        for (ServedModel model : models.models()) {
            model.watching().save();
        }
    }

    @Scheduled(cron = "${mlops.models.retrain.cron:off}", timeZone = "UTC")
    void retrain() {
        retraining.onSchedule();
    }
}
