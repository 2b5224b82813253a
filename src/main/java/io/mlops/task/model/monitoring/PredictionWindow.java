package io.mlops.task.model.monitoring;

import io.mlops.task.model.housing.Feature;
import io.mlops.task.text.Messages;
import java.util.Arrays;

/** The features and predictions of the most recent rows, in a ring buffer; adding copies nine numbers under a lock. */
public final class PredictionWindow {
    private final int capacity;
    private final double[] ring;
    private final int width = Feature.count() + 1;
    private long written;

    private PredictionWindow(int capacity) {
        this.capacity = capacity;
        this.ring = new double[capacity * width];
    }

    /** @param capacity rows, at least 1, of 72 bytes each */
    public static PredictionWindow of(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + Messages.mustBe("at least 1", capacity));
        }
        return new PredictionWindow(capacity);
    }

    /** The rows at one moment: {@code [row][feature]}, oldest first, and their predictions. */
    @SuppressWarnings("ArrayRecordComponent") // plain numbers, never compared
    public record Snapshot(double[][] rows, double[] predictions) {
        double[] column(Feature feature) {
            return Arrays.stream(rows).mapToDouble(row -> row[feature.column()]).toArray();
        }
    }

    public synchronized void add(double[] features, double prediction) {
        int at = (int) (written % capacity) * width;
        System.arraycopy(features, 0, ring, at, width - 1);
        ring[at + width - 1] = prediction;
        written++;
    }

    public synchronized void clear() {
        written = 0;
    }

    public synchronized Snapshot snapshot() {
        int count = (int) Math.min(written, capacity);
        double[][] rows = new double[count][];
        double[] predictions = new double[count];
        for (int r = 0; r < count; r++) {
            int at = (int) ((written - count + r) % capacity) * width;
            rows[r] = Arrays.copyOfRange(ring, at, at + width - 1);
            predictions[r] = ring[at + width - 1];
        }
        return new Snapshot(rows, predictions);
    }
}
