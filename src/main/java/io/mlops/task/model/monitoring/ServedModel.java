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

/** A named model as it serves: answers by the champion, and remembers what it was asked. Safe for many threads. */
public final class ServedModel {
    /** Versions other than the champion that stay loaded for who asks for them by number. */
    private static final int MAX_LOADED = 4;

    private final ChampionService championship;
    private final ModelMonitor watching;
    private final ServedModel.PredictionListener log;
    private final Supplier<String> ids;
    private final ServingListener listener;
    private final Map<Integer, Champion> loaded = new ConcurrentHashMap<>();

    /**
     * Serves the champion.
     *
     * @param log of requests, beside what is always watched
     * @param ids a new name for each prediction
     */
    public ServedModel(
            ChampionService championship,
            ModelMonitor watching,
            ServedModel.PredictionListener log,
            Supplier<String> ids,
            ServingListener listener) {
        this.championship = championship;
        this.watching = watching;
        this.log = log;
        this.ids = ids;
        this.listener = listener;
    }

    /** What is kept of each answer, to look at later. */
    public interface PredictionListener {
        void onPrediction(String id, int version, double[] features, Prediction prediction);
    }

    /** A prediction with the id under which the truth may be told later. */
    public record Answer(String id, Prediction prediction) {}

    public String name() {
        return championship.registry().name();
    }

    public ChampionService championship() {
        return championship;
    }

    public ModelMonitor monitor() {
        return watching;
    }

    public ServingListener listener() {
        return listener;
    }

    /** To be taken once for a request, so that all of it is answered by one version. */
    public Optional<Champion> champion() {
        return championship.current();
    }

    /** A version by its number, to compare with; what it answers is not watched. */
    public Champion version(int number) throws ModelException {
        Champion champion = championship.current().orElse(null);
        if (champion != null && champion.version().number() == number) {
            return champion;
        }
        Champion known = loaded.get(number);
        if (known == null) {
            ModelRegistry registry = championship.registry();
            known = new Champion(registry.version(number), registry.model(number));
            if (loaded.size() >= MAX_LOADED) {
                loaded.clear();
            }
            loaded.put(number, known);
        }
        return known;
    }

    /** Answers one row of eight finite features, in {@link Feature} order. */
    public Answer answer(Champion champion, double[] features) {
        long started = System.nanoTime();
        Prediction prediction = champion.model().answer(features);
        int version = champion.version().number();
        listener.onAnswered(version, prediction, System.nanoTime() - started);
        String id = ids.get();
        watching.onPrediction(id, version, features, prediction);
        log.onPrediction(id, version, features, prediction);
        return new Answer(id, prediction);
    }
}
