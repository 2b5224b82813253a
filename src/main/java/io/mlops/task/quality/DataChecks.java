package io.mlops.task.quality;

import io.mlops.task.finding.Check;
import io.mlops.task.finding.Finding;
import io.mlops.task.series.SeriesRows;
import io.mlops.task.text.SafeText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks prices and times while they are read, and reports at the end what looks suspicious. */
public final class DataChecks {
    /** A short loop that is called often is compiled sooner than a long one that is called rarely. */
    private static final int ROWS_AT_ONCE = 64;

    private final List<String> columns;
    private final boolean grouped;
    private final SeenTimestamps.Budget runs = new SeenTimestamps.Budget();
    private final PriceChecks prices = new PriceChecks();
    private final SeveralSeries several = new SeveralSeries();
    private final TimeChecks times = new TimeChecks();
    private @Nullable TimeChecks dayFirstTimes;
    private final List<Tails> tails = new ArrayList<>(1);
    private long rowsChecked;
    private boolean hasTimes;

    /** The latest state of one series. */
    private static final class Tails {
        private final PriceChecks.Tail prices = new PriceChecks.Tail();
        private final TimeChecks.Tail times;
        private TimeChecks.@Nullable Tail dayFirst;

        Tails(SeenTimestamps.Budget runs) {
            times = new TimeChecks.Tail(runs);
        }
    }

    /**
     * @param grouped whether the series are already separated by a column
     * @param columns the names of all columns
     */
    public DataChecks(boolean grouped, List<String> columns) {
        this.grouped = grouped;
        this.columns = columns;
    }

    /**
     * Checks the next rows of a series.
     *
     * @param series its number, from 0
     */
    public void check(SeriesRows rows, int series) {
        while (tails.size() <= series) {
            tails.add(new Tails(runs));
        }
        Tails tail = tails.get(series);
        int count = rows.count();
        for (int from = 0; from < count; from += ROWS_AT_ONCE) {
            prices.check(rows, from, Math.min(from + ROWS_AT_ONCE, count), tail.prices);
        }
        long[] read = rows.times();
        if (read != null) {
            hasTimes = true;
            int event = check(times, read, rows, tail.times);
            int other = checkDayFirst(rows, read, tail);
            if (!grouped && (event >= 0 || other >= 0 || rowsChecked == 0)) {
                several.sample(rows, event, other);
            }
        }
        rowsChecked += rows.count();
    }

    /** Checks both interpretations from the first ambiguous time on. Returns the same as {@link TimeChecks#check}. */
    private int checkDayFirst(SeriesRows rows, long[] read, Tails tail) {
        long[] other = rows.dayFirstTimes();
        if (other == null || (other == read && dayFirstTimes == null)) {
            return -1;
        }
        TimeChecks checks = dayFirstTimes == null ? new TimeChecks() : dayFirstTimes;
        dayFirstTimes = checks;
        if (tail.dayFirst == null) {
            tail.dayFirst = new TimeChecks.Tail(runs);
        }
        return check(checks, other, rows, tail.dayFirst);
    }

    private static int check(TimeChecks checks, long[] times, SeriesRows rows, TimeChecks.Tail tail) {
        int count = rows.count();
        int event = -1;
        for (int from = 0; from < count; from += ROWS_AT_ONCE) {
            int next = checks.check(times, rows, from, Math.min(from + ROWS_AT_ONCE, count), tail);
            event = event < 0 ? next : event;
        }
        return event;
    }

    /** Whether the day comes before the month, as decided by all times; null if they do not decide it. */
    public @Nullable Boolean isDayFirst() {
        TimeChecks other = dayFirstTimes;
        if (other == null) {
            return null;
        }
        long difference = times.unreadable() - other.unreadable();
        if (difference == 0) {
            difference = times.disorder() - other.disorder();
        }
        return difference == 0 ? null : difference > 0;
    }

    /** Returns the order of the rows: {@code ascending}, {@code descending} or {@code mixed}; "" without times. */
    public String order() {
        return hasTimes ? decided().order() : "";
    }

    /** Returns the labels of the checks that failed in a series, except time gaps, which are reported for the whole file. */
    public List<String> found(int series) {
        List<String> labels = new ArrayList<>();
        Tails tail = tails.get(series);
        tail.prices.found(labels);
        TimeChecks.Tail dayFirst = Boolean.TRUE.equals(isDayFirst()) ? tail.dayFirst : null;
        (dayFirst == null ? tail.times : dayFirst).found(labels);
        return labels;
    }

    private TimeChecks decided() {
        TimeChecks other = dayFirstTimes;
        return other != null && Boolean.TRUE.equals(isDayFirst()) ? other : times;
    }

    /** Returns the finding that the times of this many rows may be month first or day first. */
    public static Finding ambiguous(long rows) {
        return Check.TIME_AMBIGUOUS.finding(
                rows, 0, "Times may have the month or the day first; the month is taken; set time_format");
    }

    /** Returns all findings; called after the last row. */
    public List<Finding> report() {
        List<Finding> findings = new ArrayList<>();
        if (hasTimes) {
            reportTimes(findings);
        }
        prices.report(findings);
        return findings;
    }

    private void reportTimes(List<Finding> findings) {
        Boolean dayFirst = isDayFirst();
        TimeChecks other = dayFirstTimes;
        if (other != null && dayFirst == null) {
            findings.add(ambiguous(rowsChecked));
        }
        TimeChecks decided = decided();
        Integer column = grouped || !decided.hasEvents() ? null : several.column(columns, decided == other);
        if (column != null) {
            String name = SafeText.excerpt(columns.get(column));
            findings.add(Check.SEVERAL_SERIES.finding(
                    rowsChecked,
                    0,
                    "Times repeat or start again, and column \"" + name
                            + "\" has one value for each of several series: means go over more than one; set group: "
                            + name));
        }
        decided.report(findings, column != null);
    }
}
