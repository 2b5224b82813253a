package io.mlops.task.model.monitoring;

import io.mlops.task.model.housing.FeatureRows;
import io.mlops.task.text.Messages;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Predicted rows by id, so that the actual value can be recorded later: those waiting for it, and those that have it. The
 * oldest of either are removed first. Thread-safe.
 */
public final class LiveEvaluation {
    private final int maxWaiting;
    private final int maxLabelled;
    private final Map<String, PredictedRow> waiting = new LinkedHashMap<>();
    private final Map<String, LabelledRow> labelled = new LinkedHashMap<>();
    /** Ids by key, for both; of the latest row with the key. */
    private final Map<String, String> ids = new HashMap<>();

    private LiveEvaluation(int maxWaiting, int maxLabelled) {
        this.maxWaiting = maxWaiting;
        this.maxLabelled = maxLabelled;
    }

    public static LiveEvaluation of(int maxWaiting, int maxLabelled) {
        if (maxWaiting < 1 || maxLabelled < 1) {
            throw new IllegalArgumentException(
                    "capacity " + Messages.mustBe("at least 1", Math.min(maxWaiting, maxLabelled)));
        }
        return new LiveEvaluation(maxWaiting, maxLabelled);
    }

    /** Returns the rows without an actual value, oldest first. */
    public synchronized List<PredictedRow> waiting() {
        return List.copyOf(waiting.values());
    }

    /** Returns the rows with an actual value, in the order of their labels. */
    public synchronized List<LabelledRow> labelled() {
        return List.copyOf(labelled.values());
    }

    public synchronized void recordPrediction(PredictedRow row) {
        waiting.put(row.id(), row);
        String key = row.key();
        if (key != null && key.length() <= FeatureRows.MAX_KEY_LENGTH) {
            ids.put(key, row.id());
        }
        if (waiting.size() > maxWaiting) {
            PredictedRow oldest = waiting.values().iterator().next();
            waiting.remove(oldest.id());
            forget(oldest);
        }
    }

    private void forget(PredictedRow row) {
        if (row.key() != null && !waiting.containsKey(row.id()) && !labelled.containsKey(row.id())) {
            ids.remove(row.key(), row.id());
        }
    }

    /**
     * Returns the row with this label, without recording it; empty if it is unknown.
     *
     * @param idOrKey of the prediction, or the caller's own
     * @param actual in 100,000 USD; {@code NaN} withdraws an earlier value
     */
    public synchronized Optional<LabelledRow> label(String idOrKey, double actual, Instant at) {
        if (Double.isInfinite(actual)) {
            throw new IllegalArgumentException(
                    "The actual value of " + idOrKey + " " + Messages.mustBe("a finite number", actual));
        }
        return Optional.ofNullable(row(idOrKey)).map(row -> new LabelledRow(row, actual, at));
    }

    private @Nullable PredictedRow row(String idOrKey) {
        for (String id : new String[] {idOrKey, ids.getOrDefault(idOrKey, idOrKey)}) {
            LabelledRow known = labelled.get(id);
            PredictedRow row = known == null ? waiting.get(id) : known.row();
            if (row != null) {
                return row;
            }
        }
        return null;
    }

    /** Whether the row has this label already. */
    public synchronized boolean has(LabelledRow row) {
        LabelledRow known = labelled.get(row.row().id());
        return known == null ? row.isWithdrawn() : known.actual() == row.actual();
    }

    /** Records a label, replacing an earlier one of the same row; a withdrawn row waits again. */
    public synchronized void record(LabelledRow row) {
        PredictedRow predicted = row.row();
        labelled.remove(predicted.id());
        if (row.isWithdrawn()) {
            recordPrediction(predicted);
            return;
        }
        waiting.remove(predicted.id());
        labelled.put(predicted.id(), row);
        String key = predicted.key();
        if (key != null && key.length() <= FeatureRows.MAX_KEY_LENGTH) {
            ids.putIfAbsent(key, predicted.id());
        }
        if (labelled.size() > maxLabelled) {
            LabelledRow oldest = labelled.values().iterator().next();
            labelled.remove(oldest.row().id());
            forget(oldest.row());
        }
    }
}
