package io.mlops.task.quality;

import io.mlops.task.finding.Check;
import io.mlops.task.finding.Finding;
import io.mlops.task.finding.Severity;
import io.mlops.task.series.SeriesRows;
import io.mlops.task.time.TimeParser;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Checks the times of one or more series: direction, order, duplicates and gaps. */
final class TimeChecks {
    private long rows;
    private long unreadable;
    private long firstUnreadable;
    private long forward;
    private long firstForward;
    private long back;
    private long firstBack;
    private long repeated;
    private long firstRepeated;
    private final TimeSteps forwardSteps = new TimeSteps();
    private final TimeSteps backSteps = new TimeSteps();

    /** The latest state of one series. */
    static final class Tail {
        private long last = TimeParser.NONE;
        private long step;
        private boolean inOrder = true;
        private boolean hasUnreadable;
        private boolean hasRepeated;
        private long forward;
        private long back;
        private final SeenTimestamps runs;

        Tail(SeenTimestamps.Budget budget) {
            runs = new SeenTimestamps(budget);
        }

        void found(List<String> labels) {
            PriceChecks.add(labels, hasUnreadable, Check.TIME_UNREADABLE);
            PriceChecks.add(labels, hasRepeated, Check.TIME_DUPLICATE);
            PriceChecks.add(labels, back > forward, Check.TIME_DESCENDING);
            PriceChecks.add(labels, Math.min(back, forward) > 0, Check.TIME_DISORDER);
        }
    }

    /** Returns the first row whose time repeats or changes direction, as at the border of two series; -1 if there is none. */
    int check(long[] times, SeriesRows all, int from, int to, Tail tail) {
        int event = -1;
        rows += to - from;
        int row = from;
        while (row < to) {
            long time = times[row];
            long step = time - tail.last;
            if (time == TimeParser.NONE) {
                tail.hasUnreadable = true;
                if (unreadable++ == 0) {
                    firstUnreadable = all.line(row);
                }
                row++;
            } else if (tail.last == TimeParser.NONE) {
                tail.runs.startStretch(time);
                tail.last = time;
                row++;
            } else if (step == tail.step && step > 0 && tail.inOrder) {
                int end = endOfSteps(times, row, to, step);
                forward += end - row;
                tail.forward += end - row;
                forwardSteps.addSame(end - row);
                tail.runs.addSame(end - row, times[end - 1]);
                tail.last = times[end - 1];
                row = end;
            } else {
                boolean unusual = add(step, time, all, row, tail);
                event = unusual && event < 0 ? row : event;
                row++;
            }
        }
        return event;
    }

    private static int endOfSteps(long[] times, int row, int to, long step) {
        int end = row + 1;
        while (end < to && times[end] - times[end - 1] == step) {
            end++;
        }
        return end;
    }

    /** Returns whether the time repeats or changes direction. */
    private boolean add(long step, long time, SeriesRows all, int row, Tail tail) {
        if (step > 0) {
            tail.forward++;
            if (forward++ == 0) {
                firstForward = all.line(row);
            }
            forwardSteps.add(step, all, row);
            if (!tail.inOrder && tail.runs.contains(time)) {
                repeat(all, row, tail);
            }
            tail.runs.add(time);
        } else if (step == 0) {
            repeat(all, row, tail);
        } else {
            tail.back++;
            if (back++ == 0) {
                firstBack = all.line(row);
            }
            backSteps.add(-step, all, row);
            if (tail.runs.contains(time)) {
                repeat(all, row, tail);
            }
            tail.inOrder = false;
            tail.runs.startStretch(time);
        }
        boolean turns = step == 0 || (tail.step != 0 && (step < 0) != (tail.step < 0));
        tail.last = time;
        tail.step = step;
        return turns;
    }

    private void repeat(SeriesRows all, int row, Tail tail) {
        tail.hasRepeated = true;
        if (repeated++ == 0) {
            firstRepeated = all.line(row);
        }
    }

    /** Whether times repeat, or go both forward and back. */
    boolean hasEvents() {
        return repeated > 0 || (back > 0 && forward > 0);
    }

    /** Returns the number of rows at which time does not go in its main direction. */
    long disorder() {
        return repeated + Math.min(forward, back);
    }

    /** Returns {@code ascending}, {@code descending} or {@code mixed}, for display. */
    String order() {
        return back == 0 ? "ascending" : forward == 0 ? "descending" : "mixed";
    }

    long unreadable() {
        return unreadable;
    }

    /** @param explained whether the rows are several series, which explains the order of their times */
    void report(List<Finding> findings, boolean explained) {
        if (unreadable > 0) {
            findings.add(
                    Check.TIME_UNREADABLE.finding(
                            unreadable,
                            firstUnreadable,
                            unreadable + PriceChecks.plural(unreadable, " row has", " rows have")
                                    + " no time that can be read, first in line " + firstUnreadable
                                    + ": a line of totals or a footer (set skip_footer), or an unknown format (set time_format)"));
        }
        if (explained) {
            return;
        }
        boolean descending = back > forward;
        if (descending) {
            findings.add(Check.TIME_DESCENDING.finding(
                    rows,
                    0,
                    "The rows run from the newest to the oldest, so each mean looks into the future; set order: time"));
        }
        long disorder = descending ? forward : back;
        if (disorder > 0) {
            long first = descending ? firstForward : firstBack;
            findings.add(Check.TIME_DISORDER.finding(
                    disorder,
                    first,
                    "Time runs " + (descending ? "forward" : "back") + " at " + disorder
                            + PriceChecks.plural(disorder, " row", " rows") + ", first in line " + first
                            + "; set order: time"));
        }
        if (repeated > 0) {
            findings.add(Check.TIME_DUPLICATE.finding(
                    repeated,
                    firstRepeated,
                    repeated + PriceChecks.plural(repeated, " row has", " rows have")
                            + " a time that was there, first in line " + firstRepeated
                            + "; set duplicates: first or last, or group: the column that tells series apart"));
        }
        TimeSteps.Gaps gaps = (descending ? backSteps : forwardSteps).gaps();
        if (gaps != null) {
            Severity severity = gaps.usualLengths() > 1 ? Severity.INFO : Severity.WARNING;
            findings.add(Check.TIME_GAP.finding(
                    severity,
                    gaps.gaps(),
                    gaps.line(),
                    gaps.gaps()
                            + PriceChecks.plural(gaps.gaps(), " gap", " gaps") + " in time, first before line "
                            + gaps.line()
                            + ", the longest of " + text(gaps.longest()) + " before line " + gaps.longestLine()));
        }
    }

    private static String text(long nanos) {
        Duration duration = Duration.ofNanos(nanos);
        long days = duration.toDays();
        Duration rest = duration.minusDays(days);
        String time = rest.isZero() ? "" : rest.toString().substring(2).toLowerCase(Locale.ROOT);
        return days == 0 ? time : days + "d" + (time.isEmpty() ? "" : " " + time);
    }
}
