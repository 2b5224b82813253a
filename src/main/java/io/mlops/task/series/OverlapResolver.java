package io.mlops.task.series;

import io.mlops.task.time.TimeParser;
import java.util.Arrays;

/**
 * Resolves ambiguous local times: when clocks are set back, an hour is repeated, and a local time in it stands for two instants. The
 * order of the series decides, as with pandas' {@code tz_localize(ambiguous="infer")}: the earlier instant up to where local times
 * go back, then the later one; vice versa in a descending series. Equal times are a repeated hour only if the series goes by such
 * hours; otherwise they are of the same instant, as ticks are. A descending series whose first row is inside the hour is not
 * recognized.
 */
public final class OverlapResolver {
    /** By series: the last time, and whether it was earlier than the one before it. */
    private long[] last = {};

    private boolean[] back = {};
    /** The last difference that is not zero; zero until there is one. */
    private long[] step = {};

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
            step = Arrays.copyOf(step, last.length);
        }
        long before = last[series];
        if (before != TimeParser.NONE) {
            boolean descends = back[series] || (step[series] == 0 && later[row] < before);
            boolean byHours = step[series] > 0 && step[series] >= later[row] - times[row];
            boolean isLater = descends
                    ? later[row] < before || (later[row] == before && !byHours)
                    : later[row] >= before && (times[row] < before || (times[row] == before && byHours));
            times[row] = isLater ? later[row] : times[row];
            if (times[row] != before) {
                back[series] = times[row] < before;
                step[series] = Math.abs(times[row] - before);
            }
        }
        last[series] = times[row];
    }
}
