package io.mlops.task.model.monitoring;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.Feature;
import io.mlops.task.model.registry.Champion;
import io.mlops.task.model.registry.ChampionService;
import io.mlops.task.model.registry.ModelRegistry;
import io.mlops.task.model.regression.Prediction;
import io.mlops.task.model.regression.PredictionListener;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Serves a named model: predicts with the champion and monitors its predictions. Thread-safe. */
public final class ServedModel {
    /** Versions other than the champion that stay loaded for requests by version number. */
    private static final int MAX_LOADED = 4;

    private final ChampionService championService;
    private final ModelMonitor monitor;
    private final PredictionListener log;
    private final Supplier<String> ids;
    private final ServingListener listener;
    private final Map<Integer, Champion> loaded = new ConcurrentHashMap<>();

    /**
     * @param log of predictions, notified after the monitor
     * @param ids supplies a new id for each prediction
     */
    public ServedModel(
            ChampionService championService,
            ModelMonitor monitor,
            PredictionListener log,
            Supplier<String> ids,
            ServingListener listener) {
        this.championService = championService;
        this.monitor = monitor;
        this.log = log;
        this.ids = ids;
        this.listener = listener;
    }

    /** A prediction with the id under which its actual value may be recorded. */
    public record ServedPrediction(String id, Prediction prediction) {}

    public String name() {
        return championService.registry().name();
    }

    public ChampionService championService() {
        return championService;
    }

    public ModelMonitor monitor() {
        return monitor;
    }

    public ServingListener listener() {
        return listener;
    }

    /** Returns the champion; call it once per request, so that one version predicts all its rows. */
    public Optional<Champion> champion() {
        return championService.current();
    }

    /** Returns a version by its number, for comparison; its predictions are not monitored. */
    public Champion version(int number) throws ModelException {
        Champion champion = championService.current().orElse(null);
        if (champion != null && champion.version().number() == number) {
            return champion;
        }
        Champion known = loaded.get(number);
        if (known == null) {
            ModelRegistry registry = championService.registry();
            known = new Champion(registry.version(number), registry.model(number));
            if (loaded.size() >= MAX_LOADED) {
                loaded.clear();
            }
            loaded.put(number, known);
        }
        return known;
    }

    /** Returns a new id, of the same form as those of predictions. */
    public String newId() {
        return ids.get();
    }

    /**
     * Predicts one row.
     *
     * @param features eight finite numbers, in {@link Feature} order; not changed afterwards
     * @param key the caller's own, under which the actual value may be recorded too; null if there is none
     */
    public ServedPrediction predict(Champion champion, double[] features, @Nullable String key) {
        long started = System.nanoTime();
        Prediction prediction = champion.model().predictWithInterval(features);
        int version = champion.version().number();
        listener.onRowPredicted(version, prediction, System.nanoTime() - started);
        String id = newId();
        monitor.onPrediction(id, key, version, features, prediction);
        log.onPrediction(id, key, version, features, prediction);
        return new ServedPrediction(id, prediction);
    }
}
