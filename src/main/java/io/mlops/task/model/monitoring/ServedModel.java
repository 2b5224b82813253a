package io.mlops.task.model.monitoring;

import io.mlops.task.model.data.ModelException;
import io.mlops.task.model.housing.Feature;
import io.mlops.task.model.registry.Champion;
import io.mlops.task.model.registry.ChampionService;
import io.mlops.task.model.registry.ModelRegistry;
import io.mlops.task.model.regression.Prediction;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

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

    public interface PredictionListener {
        void onPrediction(String id, int version, double[] features, Prediction prediction);
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

    /** Predicts one row of eight finite features, in {@link Feature} order. */
    public ServedPrediction predict(Champion champion, double[] features) {
        long started = System.nanoTime();
        Prediction prediction = champion.model().predictWithInterval(features);
        int version = champion.version().number();
        listener.onRowPredicted(version, prediction, System.nanoTime() - started);
        String id = ids.get();
        monitor.onPrediction(id, version, features, prediction);
        log.onPrediction(id, version, features, prediction);
        return new ServedPrediction(id, prediction);
    }
}
