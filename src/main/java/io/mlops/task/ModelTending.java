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

/** What is done from time to time for the models in service. */
@Singleton
final class ModelTending {
    private static final Duration SAVE_EVERY = Duration.ofSeconds(5);

    private final ServedModels models;
    private final WatchMeters meters;
    private final RequestLog requests;
    private final Retraining retraining;
    private final Duration lookEvery;
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
        for (ServedModel model : models.models()) {
            model.championship().refresh();
        }
        if (System.nanoTime() - nextSave >= 0) {
            nextSave = System.nanoTime() + SAVE_EVERY.toNanos();
            save();
        }
        if (System.nanoTime() - nextLook >= 0) {
            nextLook = System.nanoTime() + lookEvery.toNanos();
            retraining.consider(meters.look());
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
