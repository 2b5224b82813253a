package io.mlops.task.model.monitoring;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.drift.ColumnDrift;
import io.mlops.task.model.drift.DriftLevel;
import io.mlops.task.model.housing.Dataset;
import io.mlops.task.model.housing.Region;
import io.mlops.task.model.registry.Champion;
import io.mlops.task.model.registry.ChampionService;
import io.mlops.task.model.registry.ModelRegistry;
import io.mlops.task.model.regression.Prediction;
import io.mlops.task.model.regression.PredictionListener;
import io.mlops.task.model.regression.RegressionMetrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Monitors a served model: compares recent predictions with the training data, and with actual values once these are known.
 * The window contains only the champion's predictions: a new champion starts with an empty one. Rows with an actual value
 * are kept for the next training, whichever version predicted them.
 */
public final class ModelMonitor implements PredictionListener {
    /** Large enough for a comparison after the first part of a period. */
    private static final int MIN_ROWS_PER_PART = ColumnDrift.MIN_ROWS + 50;

    private final ChampionService championService;
    private final Stores stores;
    private final PredictionWindow window;
    private final TimedWindow timed;
    private final Duration period;
    private final AtomicLong added = new AtomicLong();
    private final Map<Window, KnownJoint> joint = new EnumMap<>(Window.class);
    private final LiveEvaluation evaluation;
    private final Clock clock;
    private final AtomicBoolean unsaved = new AtomicBoolean();
    private final Object saveLock = new Object();
    private final Object labelLock = new Object();
    private volatile int version;
    private @Nullable VersionReference reference;

    private record VersionReference(int version, DriftReference drift, Map<Region, Double> heldOutRmse) {}

    /** Which rows are compared with the training data. */
    public enum Window {
        /** The most recent rows. */
        ROWS,
        /** The rows of a period that ends now. */
        TIME;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param added rows when it was computed */
    private record KnownJoint(int version, long added, JointDrift drift) {}

    /** Where its state is stored. */
    public record Stores(MonitoringStore state, LabelledRowStore labelled) {}

    /**
     * How many rows it keeps; the oldest of each kind are removed first.
     *
     * @param window recent rows that are compared with the training data, and a sample of a period's
     * @param period that ends now, of which the rows are compared too
     * @param waiting predicted rows for which an actual value may be recorded
     * @param labelled rows with an actual value
     */
    public record Limits(int window, Duration period, int waiting, int labelled) {}

    /** An actual value in 100,000 USD, {@code NaN} to withdraw one, by the id of a prediction or the caller's key. */
    public record Actual(String id, double value) {}

    private ModelMonitor(ChampionService championService, Stores stores, Limits limits, Clock clock) {
        this.championService = championService;
        this.stores = stores;
        this.window = PredictionWindow.of(limits.window);
        this.timed = TimedWindow.of(limits.period, Math.max(limits.window / TimedWindow.PARTS, MIN_ROWS_PER_PART));
        this.period = limits.period;
        this.evaluation = LiveEvaluation.of(limits.waiting, limits.labelled);
        this.clock = clock;
    }

    /** Restores the stored state. */
    public static ModelMonitor open(ChampionService championService, Stores stores, Limits limits, Clock clock)
            throws ModelException {
        ModelMonitor monitor = new ModelMonitor(championService, stores, limits, clock);
        stores.state.load().ifPresent(monitor::restore);
        stores.labelled.load().forEach(monitor.evaluation::record);
        monitor.restorePeriod();
        return monitor;
    }

    /** From the rows that are remembered anyway. */
    private void restorePeriod() {
        Stream.concat(evaluation.labelled().stream().map(LabelledRow::row), evaluation.waiting().stream())
                .filter(row -> row.version() == version)
                .sorted(Comparator.comparing(PredictedRow::at))
                .forEach(row -> timed.add(row.features(), row.predicted(), row.at()));
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
        Instant now = clock.instant();
        if (by == version || switchTo(by)) {
            window.add(features, prediction.value());
            timed.add(features, prediction.value(), now);
            added.incrementAndGet();
        }
        evaluation.recordPrediction(new PredictedRow(id, key, by, now, features, prediction.value()));
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
            timed.clear();
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

    /** Returns the period whose rows are compared as {@link Window#TIME}. */
    public Duration period() {
        return period;
    }

    /** Returns the champion's drift; empty if there is no champion. */
    public Optional<DriftReport> drift(Window kind) throws ModelException {
        Champion champion = championService.current().orElse(null);
        if (champion == null) {
            return Optional.empty();
        }
        DriftReference reference = reference(champion).drift;
        PredictionWindow.Snapshot recent = snapshot(champion.version().number(), kind);
        DriftReport report = reference.compare(recent);
        return Optional.of(
                report.level() == DriftLevel.INSUFFICIENT_DATA
                        ? report
                        : report.with(joint(champion.version().number(), kind, reference, recent)));
    }

    private PredictionWindow.Snapshot snapshot(int champion, Window kind) {
        if (champion != version) {
            return new PredictionWindow.Snapshot(new double[0][], new double[0]);
        }
        return kind == Window.ROWS ? window.snapshot() : timed.snapshot(clock.instant());
    }

    /** Computes it again only if a twentieth of the rows is new. */
    private JointDrift joint(int number, Window kind, DriftReference reference, PredictionWindow.Snapshot recent)
            throws ModelException {
        synchronized (joint) {
            KnownJoint known = joint.get(kind);
            long now = added.get();
            if (known == null || known.version != number || now - known.added > recent.rows().length / 20) {
                known = new KnownJoint(number, now, reference.joint(recent));
                joint.put(kind, known);
            }
            return known.drift;
        }
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
