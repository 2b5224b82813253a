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
 * What a served model was asked lately, compared with what it was trained on, and with the truth once that is told.
 * The window holds the champion's answers alone: a new one starts with an empty window.
 */
public final class ModelMonitor implements ServedModel.PredictionListener {
    private final ChampionService championship;
    private final MonitoringStore store;
    private final PredictionWindow recent;
    private final LiveEvaluation live;
    private final AtomicBoolean unsaved = new AtomicBoolean();
    private final Object saving = new Object();
    private volatile int version;
    private @Nullable Compared compared;

    /** What recent rows of a version are compared with. */
    private record Compared(int version, DriftReference with) {}

    private ModelMonitor(
            ChampionService championship, MonitoringStore store, PredictionWindow recent, LiveEvaluation live) {
        this.championship = championship;
        this.store = store;
        this.recent = recent;
        this.live = live;
    }

    /**
     * Begins with what is kept.
     *
     * @param window rows that are compared
     * @param remembered predictions whose truth may still be told
     */
    public static ModelMonitor open(ChampionService championship, MonitoringStore store, int window, int remembered) {
        ModelMonitor watching =
                new ModelMonitor(championship, store, PredictionWindow.of(window), LiveEvaluation.of(remembered));
        store.load().ifPresent(watching::restore);
        return watching;
    }

    private void restore(MonitoringStore.State kept) {
        version = kept.version();
        for (int r = 0; r < kept.window().rows().length; r++) {
            recent.add(kept.window().rows()[r], kept.window().predictions()[r]);
        }
        live.restore(kept.predictions());
    }

    @Override
    public void onPrediction(String id, int by, double[] features, Prediction prediction) {
        if (by == version || switchTo(by)) {
            recent.add(features, prediction.value());
        }
        live.predicted(id, by, prediction.value());
        unsaved.set(true);
    }

    /** A late answer of a champion before this one does not belong into the window. */
    private synchronized boolean switchTo(int by) {
        boolean champion = championship
                .current()
                .filter(current -> current.version().number() == by)
                .isPresent();
        if (champion && version != by) {
            recent.clear();
            version = by;
        }
        return champion;
    }

    /** Tells what was so, in 100,000 USD; false for a prediction that is not remembered. */
    public boolean actual(String id, double actual) {
        boolean known = live.actual(id, actual);
        if (known) {
            unsaved.set(true);
        }
        return known;
    }

    /** Of the champion; empty where no truth is known of its predictions. */
    public Optional<RegressionMetrics> live() {
        return championship
                .current()
                .flatMap(champion -> live.scores(champion.version().number()));
    }

    /** Empty where nobody serves yet. */
    public Optional<DriftReport> drift() throws ModelException {
        Champion champion = championship.current().orElse(null);
        if (champion == null) {
            return Optional.empty();
        }
        return Optional.of(reference(champion).compare(current()));
    }

    private PredictionWindow.Snapshot current() {
        int champion = championship
                .current()
                .map(current -> current.version().number())
                .orElse(0);
        return champion == version ? recent.snapshot() : new PredictionWindow.Snapshot(new double[0][], new double[0]);
    }

    private synchronized DriftReference reference(Champion champion) throws ModelException {
        int number = champion.version().number();
        Compared known = compared;
        if (known == null || known.version != number) {
            ModelRegistry registry = championship.registry();
            double[] predictions = champion.model().predict(registry.heldOut(number));
            known = new Compared(number, DriftReference.of(registry.train(number), predictions));
            compared = known;
        }
        return known.with;
    }

    /** Keeps what came since the last time; whoever finds another at it waits, since what that one keeps may be older. */
    public void save() throws ModelException {
        synchronized (saving) {
            if (unsaved.getAndSet(false)) {
                boolean kept = false;
                try {
                    store.save(new MonitoringStore.State(version, recent.snapshot(), live.entries()));
                    kept = true;
                } finally {
                    if (!kept) {
                        unsaved.set(true);
                    }
                }
            }
        }
    }
}
