package io.mlops.task.series;

import io.mlops.task.time.TimeParser;
import java.util.Arrays;

/**
 * Tells the two passes through the hour apart that is repeated when clocks are set back: a local time of it stands for two times. The
 * order of the series decides, as with pandas' {@code tz_localize(ambiguous="infer")}: the earlier time up to where the local times
 * repeat or run back, then the later one; in a series that runs back the other way round.
 */
public final class OverlapResolver {
    /** By series: the last time, and whether it was before the one before it. */
    private long[] last = {};

    private boolean[] back = {};

    /**
     * Resolves the next times.
     *
     * @param times the earlier of the two that each may be, {@link TimeParser#NONE} if it is none; overwritten
     * @param later the later of the two, the same if there is only one
     * @param groups the number of each row's series; empty if all are one
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
