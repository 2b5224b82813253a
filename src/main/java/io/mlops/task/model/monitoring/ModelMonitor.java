package io.mlops.task.model.monitoring;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.housing.Region;
import io.mlops.task.model.registry.Champion;
import io.mlops.task.model.registry.ChampionService;
import io.mlops.task.model.registry.ModelRegistry;
import io.mlops.task.model.regression.Prediction;
import io.mlops.task.model.regression.PredictionListener;
import io.mlops.task.model.regression.RegressionMetrics;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Monitors a served model: compares recent predictions with the training data, and with actual values once these are known.
 * The window contains only the champion's predictions: a new champion starts with an empty one. Rows with an actual value
 * are kept for the next training, whichever version predicted them.
 */
public final class ModelMonitor implements PredictionListener {
    private final ChampionService championService;
    private final Stores stores;
    private final PredictionWindow window;
    private final LiveEvaluation evaluation;
    private final Clock clock;
    private final AtomicBoolean unsaved = new AtomicBoolean();
    private final Object saveLock = new Object();
    private final Object labelLock = new Object();
    private volatile int version;
    private @Nullable VersionReference reference;

    private record VersionReference(int version, DriftReference drift, Map<Region, Double> heldOutRmse) {}

    /** Where its state is stored. */
    public record Stores(MonitoringStore state, LabelledRowStore labelled) {}

    /**
     * How many rows it keeps; of each the oldest go first.
     *
     * @param window recent rows that are compared with the training data
     * @param waiting predicted rows for which an actual value may be recorded
     * @param labelled rows with an actual value
     */
    public record Limits(int window, int waiting, int labelled) {}

    /** An actual value in 100,000 USD, {@code NaN} to withdraw one, by the id of a prediction or the caller's key. */
    public record Actual(String id, double value) {}

    private ModelMonitor(ChampionService championService, Stores stores, Limits limits, Clock clock) {
        this.championService = championService;
        this.stores = stores;
        this.window = PredictionWindow.of(limits.window);
        this.evaluation = LiveEvaluation.of(limits.waiting, limits.labelled);
        this.clock = clock;
    }

    /** Restores the stored state. */
    public static ModelMonitor open(ChampionService championService, Stores stores, Limits limits, Clock clock)
            throws ModelException {
        ModelMonitor monitor = new ModelMonitor(championService, stores, limits, clock);
        stores.state.load().ifPresent(monitor::restore);
        stores.labelled.load().forEach(monitor.evaluation::record);
        return monitor;
    }

    private void restore(MonitoringStore.State saved) {
        version = saved.version();
        for (int r = 0; r < saved.window().rows().length; r++) {
            window.add(saved.window().rows()[r], saved.window().predictions()[r]);
        }
        saved.waiting().forEach(evaluation::recordPrediction);
    }

    @Override
    public void onPrediction(String id, @Nullable String key, int by, double[] features, Prediction prediction) {
        if (by == version || switchTo(by)) {
            window.add(features, prediction.value());
        }
        evaluation.recordPrediction(new PredictedRow(id, key, by, clock.instant(), features, prediction.value()));
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

    /** Records actual values, which are on disk when this returns; returns the ids that are unknown. */
    public List<String> recordActuals(List<Actual> actuals) throws ModelException {
        synchronized (labelLock) {
            List<LabelledRow> rows = new ArrayList<>();
            List<String> unknown = new ArrayList<>();
            for (Actual actual : actuals) {
                evaluation
                        .label(actual.id, actual.value, clock.instant())
                        .ifPresentOrElse(rows::add, () -> unknown.add(actual.id));
            }
            rows.removeIf(evaluation::has);
            stores.labelled.append(rows);
            rows.forEach(evaluation::record);
            return unknown;
        }
    }

    /** Returns the rows with an actual value, of every version, in the order of their labels. */
    public List<LabelledRow> labelledRows() {
        return evaluation.labelled();
    }

    /** Returns the champion's scores; empty if no actual value of its predictions is known. */
    public Optional<LiveScores> liveScores() throws ModelException {
        Champion champion = championService.current().orElse(null);
        if (champion == null) {
            return Optional.empty();
        }
        int number = champion.version().number();
        List<LabelledRow> rows = evaluation.labelled().stream()
                .filter(row -> row.row().version() == number)
                .toList();
        return rows.isEmpty()
                ? Optional.empty()
                : LiveScores.of(rows, champion.model().intervals(), reference(champion).heldOutRmse);
    }

    /** Returns the champion's drift; empty if there is no champion. */
    public Optional<DriftReport> drift() throws ModelException {
        Champion champion = championService.current().orElse(null);
        if (champion == null) {
            return Optional.empty();
        }
        return Optional.of(reference(champion).drift.compare(championWindow()));
    }

    private PredictionWindow.Snapshot championWindow() {
        int champion = championService
                .current()
                .map(current -> current.version().number())
                .orElse(0);
        return champion == version ? window.snapshot() : new PredictionWindow.Snapshot(new double[0][], new double[0]);
    }

    private synchronized VersionReference reference(Champion champion) throws ModelException {
        int number = champion.version().number();
        VersionReference known = reference;
        if (known == null || known.version != number) {
            ModelRegistry registry = championService.registry();
            Dataset heldOut = registry.heldOutRows(number);
            double[] predictions = champion.model().predict(heldOut);
            known = new VersionReference(
                    number, DriftReference.of(registry.trainRows(number), predictions), rmse(heldOut, predictions));
            reference = known;
        }
        return known;
    }

    private static Map<Region, Double> rmse(Dataset heldOut, double[] predictions) {
        Map<Region, Double> rmse = new EnumMap<>(Region.class);
        for (Region region : Region.values()) {
            int[] there = IntStream.range(0, heldOut.rows())
                    .filter(row -> Region.of(heldOut.row(row)) == region)
                    .toArray();
            if (there.length > 0) {
                double[] predicted = Arrays.stream(there)
                        .mapToDouble(row -> predictions[row])
                        .toArray();
                double[] actual = heldOut.select(there).targets();
                rmse.put(region, RegressionMetrics.of(actual, predicted).rmse());
            }
        }
        return rmse;
    }

    /** Saves what changed since the last save. Waits for a save in progress, whose state may be older. */
    public void save() throws ModelException {
        synchronized (saveLock) {
            if (unsaved.getAndSet(false)) {
                boolean saved = false;
                try {
                    stores.state.save(new MonitoringStore.State(version, window.snapshot(), evaluation.waiting()));
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
