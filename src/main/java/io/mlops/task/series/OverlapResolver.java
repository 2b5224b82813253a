package io.mlops.task.series;

import io.mlops.task.time.TimeParser;
import java.util.Arrays;

/**
 * Resolves ambiguous local times: when clocks are set back, an hour is repeated, and a local time in it stands for two instants. The
 * order of the series decides, as with pandas' {@code tz_localize(ambiguous="infer")}: the earlier instant up to where local times
 * repeat or go back, then the later one; vice versa in a descending series.
 */
public final class OverlapResolver {
    /** By series: the last time, and whether it was earlier than the one before it. */
    private long[] last = {};

    private boolean[] back = {};

    /**
     * Resolves the next times.
     *
     * @param times the earlier of the two possible instants of each row, {@link TimeParser#NONE} if it has no time; overwritten
     * @param later the later of the two; the same if there is only one
     * @param groups the series of each row; empty if there is only one
     */
    public void resolve(long[] times, long[] later, int[] groups, int count) {
        for (int row = 0; row < count; row++) {
            if (times[row] != TimeParser.NONE) {
                resolve(times, later, row, groups.length == 0 ? 0 : groups[row]);
            }
        }
    }

    private void resolve(long[] times, long[] later, int row, int series) {
        if (series >= last.length) {
            int known = last.length;
            last = Arrays.copyOf(last, 2 * series + 1);
            Arrays.fill(last, known, last.length, TimeParser.NONE);
            back = Arrays.copyOf(back, last.length);
        }
        long before = last[series];
        if (before != TimeParser.NONE) {
            boolean repeats = back[series] ? later[row] < before : times[row] <= before && later[row] > before;
            times[row] = repeats ? later[row] : times[row];
            back[series] = times[row] == before ? back[series] : times[row] < before;
        }
        last[series] = times[row];
    }
}
