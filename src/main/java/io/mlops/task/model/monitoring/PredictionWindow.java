package io.mlops.task.model.monitoring;

import io.mlops.task.model.housing.Feature;
import java.util.Arrays;

/** The features and predictions answered last, up to a fixed number; writing copies nine numbers under a lock. */
public final class PredictionWindow {
    private final int capacity;
    private final double[] ring;
    private final int width = Feature.count() + 1;
    private long written;

    private PredictionWindow(int capacity) {
        this.capacity = capacity;
        this.ring = new double[capacity * width];
    }

    /** Keeps the last {@code capacity} rows, at least 1; eight rows take about half a kilobyte. */
    public static PredictionWindow of(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("A window of " + capacity + " rows; wanted at least 1");
        }
        return new PredictionWindow(capacity);
    }

    /** Rows at one moment: {@code [row][feature]}, oldest first, and their predictions. */
    @SuppressWarnings("ArrayRecordComponent") // plain numbers; compared by nobody
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

    /** Forgets all rows: a new champion is compared with what it answered itself. */
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
