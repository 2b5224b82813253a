package io.mlops.task.quality;

import java.util.Arrays;

/**
 * The timestamps seen so far. Equally spaced ones are stored as one run, so that regular series take constant memory; of
 * irregular series, and of those in which time often goes back, only the first timestamps are known.
 */
final class SeenTimestamps {
    private static final int MAX_STRETCHES = 64;

    private final Budget budget;
    private long[] starts = new long[1];
    private long[] steps = new long[1];
    private long[] counts = new long[1];
    private int runs;
    /** The first run of each stretch in which time goes forward. */
    private int[] stretches = new int[1];

    private int stretchCount;
    private long last;
    private boolean full;

    /** How many more runs all series together may have. */
    static final class Budget {
        private int left = 1 << 18;
    }

    SeenTimestamps(Budget budget) {
        this.budget = budget;
    }

    /** Adds a time later than the last one. */
    void add(long time) {
        if (runs == 0) {
            startStretch(time);
            return;
        }
        int run = runs - 1;
        if (!full && counts[run] == 1) {
            steps[run] = time - starts[run];
        }
        if (!full && time - last == steps[run]) {
            counts[run]++;
        } else if (!full) {
            addRun(time);
        }
        last = time;
    }

    /** Adds a time not later than the last one. */
    void startStretch(long time) {
        if (!full && stretchCount < MAX_STRETCHES) {
            if (stretchCount == stretches.length) {
                stretches = Arrays.copyOf(stretches, 2 * stretchCount);
            }
            stretches[stretchCount++] = runs;
            addRun(time);
        } else {
            full = true;
        }
        last = time;
    }

    /** Adds times with the spacing of the last two. */
    void addSame(long more, long lastTime) {
        if (!full) {
            counts[runs - 1] += more;
        }
        last = lastTime;
    }

    private void addRun(long time) {
        if (budget.left == 0) {
            full = true;
            return;
        }
        budget.left--;
        if (runs == starts.length) {
            starts = Arrays.copyOf(starts, 2 * runs);
            steps = Arrays.copyOf(steps, 2 * runs);
            counts = Arrays.copyOf(counts, 2 * runs);
        }
        starts[runs] = time;
        steps[runs] = 0;
        counts[runs++] = 1;
    }

    /** Whether a time before the last one has been seen. */
    boolean contains(long time) {
        for (int stretch = 0; stretch < stretchCount; stretch++) {
            int from = stretches[stretch];
            int to = stretch + 1 < stretchCount ? stretches[stretch + 1] : runs;
            int found = Arrays.binarySearch(starts, from, to, time);
            int run = found >= 0 ? found : -found - 2;
            if (run >= from && isIn(run, time)) {
                return true;
            }
        }
        return false;
    }

    private boolean isIn(int run, long time) {
        long distance = time - starts[run];
        return distance == 0 || (steps[run] > 0 && distance % steps[run] == 0 && distance / steps[run] < counts[run]);
    }
}
