package io.mlops.task.model.monitoring;

import io.mlops.task.model.regression.RegressionMetrics;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Predictions remembered by their id, so that the truth can be posted later; the oldest are forgotten first. */
public final class LiveEvaluation {
    private final int capacity;
    private final Map<String, LiveEvaluation.PredictionRecord> answered = new LinkedHashMap<>();

    private LiveEvaluation(int capacity) {
        this.capacity = capacity;
    }

    public static LiveEvaluation of(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("A memory of " + capacity + " predictions; wanted at least 1");
        }
        return new LiveEvaluation(capacity);
    }

    /** A prediction that is remembered; {@code actual} is NaN until it is known. */
    public record Entry(String id, int version, double predicted, double actual) {}

    private record PredictionRecord(int version, double predicted, double actual) {
        boolean settled(int wanted) {
            return version == wanted && !Double.isNaN(actual);
        }
    }

    /** All that is remembered, oldest first. */
    public synchronized List<Entry> entries() {
        List<Entry> entries = new ArrayList<>(answered.size());
        answered.forEach((id, known) -> entries.add(new Entry(id, known.version, known.predicted, known.actual)));
        return entries;
    }

    /** Remembers again what {@link #entries} told. */
    public synchronized void restore(List<Entry> entries) {
        for (Entry entry : entries) {
            predicted(entry.id(), entry.version(), entry.predicted());
            answered.put(
                    entry.id(),
                    new LiveEvaluation.PredictionRecord(entry.version(), entry.predicted(), entry.actual()));
        }
    }

    public synchronized void predicted(String id, int version, double predicted) {
        answered.put(id, new LiveEvaluation.PredictionRecord(version, predicted, Double.NaN));
        if (answered.size() > capacity) {
            answered.remove(answered.keySet().iterator().next());
        }
    }

    /** Tells what was so, in 100,000 USD; again for the same id corrects it. False for an id that is not remembered. */
    public synchronized boolean actual(String id, double actual) {
        if (!Double.isFinite(actual)) {
            throw new IllegalArgumentException("Actual value of " + id + " is " + actual + "; wanted a finite number");
        }
        return answered.computeIfPresent(
                        id, (key, known) -> new LiveEvaluation.PredictionRecord(known.version, known.predicted, actual))
                != null;
    }

    /** The scores of one version over its predictions whose truth is known; empty when there are none. */
    public synchronized Optional<RegressionMetrics> scores(int version) {
        List<LiveEvaluation.PredictionRecord> settled =
                answered.values().stream().filter(a -> a.settled(version)).toList();
        if (settled.isEmpty()) {
            return Optional.empty();
        }
        double[] actual = settled.stream()
                .mapToDouble(LiveEvaluation.PredictionRecord::actual)
                .toArray();
        double[] predicted = settled.stream()
                .mapToDouble(LiveEvaluation.PredictionRecord::predicted)
                .toArray();
        return Optional.of(RegressionMetrics.of(actual, predicted));
    }
}
