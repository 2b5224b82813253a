package io.mlops.task.model.monitoring;

import io.mlops.task.model.regression.RegressionMetrics;
import io.mlops.task.text.Messages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records predictions by id, so that the actual value can be recorded later; evicts the oldest ones. Thread-safe. */
public final class LiveEvaluation {
    private final int capacity;
    private final Map<String, PredictionRecord> records = new LinkedHashMap<>();

    private LiveEvaluation(int capacity) {
        this.capacity = capacity;
    }

    public static LiveEvaluation of(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + Messages.mustBe("at least 1", capacity));
        }
        return new LiveEvaluation(capacity);
    }

    /** A prediction; {@code actual} is NaN until it is known. */
    public record PredictionRecord(String id, int version, double predicted, double actual) {
        private boolean isResolved() {
            return !Double.isNaN(actual);
        }
    }

    /** Returns all records, oldest first. */
    public synchronized List<PredictionRecord> records() {
        return List.copyOf(records.values());
    }

    public synchronized void restore(List<PredictionRecord> saved) {
        saved.forEach(this::add);
    }

    public synchronized void recordPrediction(String id, int version, double predicted) {
        add(new PredictionRecord(id, version, predicted, Double.NaN));
    }

    private void add(PredictionRecord added) {
        records.put(added.id(), added);
        if (records.size() > capacity) {
            records.remove(records.keySet().iterator().next());
        }
    }

    /** Records the actual value in 100,000 USD, replacing an earlier one; returns false if the id is unknown. */
    public synchronized boolean recordActual(String id, double actual) {
        if (!Double.isFinite(actual)) {
            throw new IllegalArgumentException(
                    "The actual value of " + id + " " + Messages.mustBe("a finite number", actual));
        }
        return records.computeIfPresent(
                        id, (key, known) -> new PredictionRecord(id, known.version, known.predicted, actual))
                != null;
    }

    /** Returns the metrics of one version over its predictions with a known actual value; empty if there are none. */
    public synchronized Optional<RegressionMetrics> metrics(int version) {
        List<PredictionRecord> resolved = records.values().stream()
                .filter(one -> one.version == version && one.isResolved())
                .toList();
        if (resolved.isEmpty()) {
            return Optional.empty();
        }
        double[] actual =
                resolved.stream().mapToDouble(PredictionRecord::actual).toArray();
        double[] predicted =
                resolved.stream().mapToDouble(PredictionRecord::predicted).toArray();
        return Optional.of(RegressionMetrics.of(actual, predicted));
    }
}
