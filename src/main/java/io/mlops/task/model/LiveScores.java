package io.mlops.task.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Predictions remembered by their id, so that the truth can be posted later; the oldest are forgotten first. */
public final class LiveScores {
    private final int capacity;
    private final Map<String, Answered> answered = new LinkedHashMap<>();

    private LiveScores(int capacity) {
        this.capacity = capacity;
    }

    public static LiveScores of(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("A memory of " + capacity + " predictions; wanted at least 1");
        }
        return new LiveScores(capacity);
    }

    /** {@code actual} is NaN until it is known. */
    private record Answered(int version, double predicted, double actual) {
        boolean settled(int wanted) {
            return version == wanted && !Double.isNaN(actual);
        }
    }

    public synchronized void predicted(String id, int version, double predicted) {
        answered.put(id, new Answered(version, predicted, Double.NaN));
        if (answered.size() > capacity) {
            answered.remove(answered.keySet().iterator().next());
        }
    }

    /** Tells what was so, in 100,000 USD; again for the same id corrects it. False for an id that is not remembered. */
    public synchronized boolean actual(String id, double actual) {
        if (!Double.isFinite(actual)) {
            throw new IllegalArgumentException("Actual value of " + id + " is " + actual + "; wanted a finite number");
        }
        return answered.computeIfPresent(id, (key, known) -> new Answered(known.version, known.predicted, actual))
                != null;
    }

    /** The scores of one version over its predictions whose truth is known; empty when there are none. */
    public synchronized Optional<Scores> scores(int version) {
        List<Answered> settled =
                answered.values().stream().filter(a -> a.settled(version)).toList();
        if (settled.isEmpty()) {
            return Optional.empty();
        }
        double[] actual = settled.stream().mapToDouble(Answered::actual).toArray();
        double[] predicted = settled.stream().mapToDouble(Answered::predicted).toArray();
        return Optional.of(Scores.of(actual, predicted));
    }
}
