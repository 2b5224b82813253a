package io.mlops.task.model.monitoring;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.registry.Champion;
import io.mlops.task.model.registry.ChampionService;
import io.mlops.task.model.registry.ModelRegistry;
import io.mlops.task.model.regression.Prediction;
import io.mlops.task.model.regression.RegressionMetrics;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Monitors a served model: compares recent predictions with the training data, and with actual values once these are known.
 * The window contains only the champion's predictions: a new champion starts with an empty one.
 */
public final class ModelMonitor implements ServedModel.PredictionListener {
    private final ChampionService championService;
    private final MonitoringStore store;
    private final PredictionWindow window;
    private final LiveEvaluation evaluation;
    private final AtomicBoolean unsaved = new AtomicBoolean();
    private final Object saveLock = new Object();
    private volatile int version;
    private @Nullable VersionReference reference;

    private record VersionReference(int version, DriftReference drift) {}

    private ModelMonitor(
            ChampionService championService,
            MonitoringStore store,
            PredictionWindow window,
            LiveEvaluation evaluation) {
        this.championService = championService;
        this.store = store;
        this.window = window;
        this.evaluation = evaluation;
    }

    /**
     * Restores the saved state.
     *
     * @param windowSize recent rows that are compared with the training data
     * @param historySize recent predictions for which an actual value may be recorded
     */
    public static ModelMonitor open(
            ChampionService championService, MonitoringStore store, int windowSize, int historySize) {
        ModelMonitor monitor = new ModelMonitor(
                championService, store, PredictionWindow.of(windowSize), LiveEvaluation.of(historySize));
        store.load().ifPresent(monitor::restore);
        return monitor;
    }

    private void restore(MonitoringStore.State saved) {
        version = saved.version();
        for (int r = 0; r < saved.window().rows().length; r++) {
            window.add(saved.window().rows()[r], saved.window().predictions()[r]);
        }
        evaluation.restore(saved.predictions());
    }

    @Override
    public void onPrediction(String id, int by, double[] features, Prediction prediction) {
        if (by == version || switchTo(by)) {
            window.add(features, prediction.value());
        }
        evaluation.recordPrediction(id, by, prediction.value());
        unsaved.set(true);
    }

    /** Returns false for a late prediction of an earlier champion, which must not enter the window. */
    private synchronized boolean switchTo(int by) {
        boolean isChampion = championService
                .current()
                .filter(current -> current.version().number() == by)
                .isPresent();
        if (isChampion && version != by) {
            window.clear();
            version = by;
        }
        return isChampion;
    }

    /** Records an actual value in 100,000 USD; returns false if the prediction is unknown. */
    public boolean recordActual(String id, double actual) {
        boolean known = evaluation.recordActual(id, actual);
        if (known) {
            unsaved.set(true);
        }
        return known;
    }

    /** Returns the champion's metrics; empty if no actual value of its predictions is known. */
    public Optional<RegressionMetrics> liveMetrics() {
        return championService
                .current()
                .flatMap(champion -> evaluation.metrics(champion.version().number()));
    }

    /** Returns the champion's drift; empty if there is no champion. */
    public Optional<DriftReport> drift() throws ModelException {
        Champion champion = championService.current().orElse(null);
        if (champion == null) {
            return Optional.empty();
        }
        return Optional.of(reference(champion).compare(championWindow()));
    }

    private PredictionWindow.Snapshot championWindow() {
        int champion = championService
                .current()
                .map(current -> current.version().number())
                .orElse(0);
        return champion == version ? window.snapshot() : new PredictionWindow.Snapshot(new double[0][], new double[0]);
    }

    private synchronized DriftReference reference(Champion champion) throws ModelException {
        int number = champion.version().number();
        VersionReference known = reference;
        if (known == null || known.version != number) {
            ModelRegistry registry = championService.registry();
            double[] predictions = champion.model().predict(registry.heldOutRows(number));
            known = new VersionReference(number, DriftReference.of(registry.trainRows(number), predictions));
            reference = known;
        }
        return known.drift;
    }

    /** Saves what changed since the last save. Waits for a save in progress, whose state may be older. */
    public void save() throws ModelException {
        synchronized (saveLock) {
            if (unsaved.getAndSet(false)) {
                boolean saved = false;
                try {
                    store.save(new MonitoringStore.State(version, window.snapshot(), evaluation.records()));
                    saved = true;
                } finally {
                    if (!saved) {
                        unsaved.set(true);
                    }
                }
            }
        }
    }
}
