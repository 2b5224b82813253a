package io.mlops.task.model.monitoring;

import io.mlops.task.text.Messages;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * A fixed-size sample of the rows of a period that ends now: at most the same number of rows from each twelfth of the
 * period, drawn at random. Thread-safe.
 */
final class TimedWindow {
    static final int PARTS = 12;
    private static final long SEED = 42;

    private final long partMillis;
    private final int rowsPerPart;
    private final Deque<Part> parts = new ArrayDeque<>();
    private final Random random = new Random(SEED);

    private TimedWindow(long partMillis, int rowsPerPart) {
        this.partMillis = partMillis;
        this.rowsPerPart = rowsPerPart;
    }

    /** @param rowsPerPart of each twelfth */
    static TimedWindow of(Duration period, int rowsPerPart) {
        if (period.toMillis() < PARTS) {
            throw new IllegalArgumentException("period " + Messages.mustBe("at least " + PARTS + " ms", period));
        }
        return new TimedWindow(period.toMillis() / PARTS, rowsPerPart);
    }

    @SuppressWarnings("ArrayRecordComponent") // plain numbers, never compared
    private record Row(double[] features, double prediction) {}

    private static final class Part {
        private final long number;
        private final List<Row> rows = new ArrayList<>();
        private long seen;

        private Part(long number) {
            this.number = number;
        }
    }

    synchronized void add(double[] features, double prediction, Instant at) {
        long number = at.toEpochMilli() / partMillis;
        Part last = parts.peekLast();
        if (last == null || last.number < number) {
            last = new Part(number);
            parts.add(last);
        }
        while (parts.getFirst().number <= last.number - PARTS) {
            parts.removeFirst();
        }
        last.seen++;
        Row row = new Row(features, prediction);
        if (last.rows.size() < rowsPerPart) {
            last.rows.add(row);
        } else {
            long replaced = (long) (random.nextDouble() * last.seen);
            if (replaced < rowsPerPart) {
                last.rows.set((int) replaced, row);
            }
        }
    }

    synchronized void clear() {
        parts.clear();
    }

    synchronized PredictionWindow.Snapshot snapshot(Instant now) {
        long first = now.toEpochMilli() / partMillis - PARTS + 1;
        List<Row> rows = new ArrayList<>();
        parts.stream().filter(part -> part.number >= first).forEach(part -> rows.addAll(part.rows));
        return new PredictionWindow.Snapshot(
                rows.stream().map(Row::features).toArray(double[][]::new),
                rows.stream().mapToDouble(Row::prediction).toArray());
    }
}
