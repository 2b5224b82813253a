package io.mlops.task.signal;

import io.mlops.task.time.TimeParser;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.util.Arrays;

/** The columns of a summary: the statistics of the rows that a point represents. */
final class PointColumns {
    static final int COLUMNS = 8;
    private static final double NANOS_PER_MILLI = 1e6;
    /** Of summaries that an earlier version stored: without times. */
    static final int COLUMNS_WITHOUT_TIME = 7;

    /** The first and the last number, NaN if there is none. */
    final double[] first;

    final double[] last;
    final double[] min;
    final double[] max;
    /** Of the rolling mean, NaN if no row has one. */
    final double[] meanMin;

    final double[] meanMax;
    /** How many rows are above their mean. */
    final double[] above;
    /** The first time, in milliseconds since 1970, NaN if there is none. */
    final double[] time;
    /** The same with the day before the month; not stored. */
    final double[] dayFirstTime;

    PointColumns(int capacity) {
        first = new double[capacity];
        last = new double[capacity];
        min = new double[capacity];
        max = new double[capacity];
        meanMin = new double[capacity];
        meanMax = new double[capacity];
        above = new double[capacity];
        time = new double[capacity];
        dayFirstTime = new double[capacity];
    }

    private double[][] columns() {
        return new double[][] {first, last, min, max, meanMin, meanMax, above, time};
    }

    void clear(int point) {
        first[point] = Double.NaN;
        last[point] = Double.NaN;
        min[point] = Double.NaN;
        max[point] = Double.NaN;
        meanMin[point] = Double.NaN;
        meanMax[point] = Double.NaN;
        above[point] = 0;
        time[point] = Double.NaN;
        dayFirstTime[point] = Double.NaN;
    }

    /**
     * @param time in nanoseconds since 1970, {@link TimeParser#NONE} if there is none
     * @param dayFirst the same with the day before the month
     */
    void addTime(int point, long time, long dayFirst) {
        this.time[point] = first(this.time[point], time);
        dayFirstTime[point] = first(dayFirstTime[point], dayFirst);
    }

    private static double first(double known, long nanos) {
        return Double.isNaN(known) && nanos != TimeParser.NONE ? nanos / NANOS_PER_MILLI : known;
    }

    void takeDayFirst() {
        System.arraycopy(dayFirstTime, 0, time, 0, time.length);
    }

    void add(int point, double[] values, double[] means, int from, int to) {
        for (int i = from; i < to; i++) {
            double value = values[i];
            double mean = means[i];
            if (Double.isFinite(value)) {
                addNumber(point, value);
            }
            if (!Double.isNaN(mean)) {
                meanMin[point] = nanMin(meanMin[point], mean);
                meanMax[point] = nanMax(meanMax[point], mean);
            }
            above[point] += value > mean ? 1 : 0;
        }
    }

    private void addNumber(int point, double value) {
        if (Double.isNaN(first[point])) {
            first[point] = value;
        }
        last[point] = value;
        min[point] = nanMin(min[point], value);
        max[point] = nanMax(max[point], value);
    }

    /** Merges neighbours, the first with the second and so on; returns how many remain. */
    int merge(int count) {
        for (int to = 0; to < count; to += 2) {
            move(to, to / 2);
            if (to + 1 < count) {
                merge(to / 2, to + 1);
            }
        }
        return (count + 1) / 2;
    }

    private void move(int from, int to) {
        first[to] = first[from];
        last[to] = last[from];
        min[to] = min[from];
        max[to] = max[from];
        meanMin[to] = meanMin[from];
        meanMax[to] = meanMax[from];
        above[to] = above[from];
        time[to] = time[from];
        dayFirstTime[to] = dayFirstTime[from];
    }

    private void merge(int point, int next) {
        first[point] = Double.isNaN(first[point]) ? first[next] : first[point];
        last[point] = Double.isNaN(last[next]) ? last[point] : last[next];
        min[point] = nanMin(min[point], min[next]);
        max[point] = nanMax(max[point], max[next]);
        meanMin[point] = nanMin(meanMin[point], meanMin[next]);
        meanMax[point] = nanMax(meanMax[point], meanMax[next]);
        above[point] += above[next];
        time[point] = Double.isNaN(time[point]) ? time[next] : time[point];
        dayFirstTime[point] = Double.isNaN(dayFirstTime[point]) ? dayFirstTime[next] : dayFirstTime[point];
    }

    PointColumns range(int from, int to) {
        PointColumns range = new PointColumns(to - from);
        double[][] copies = range.columns();
        double[][] columns = columns();
        for (int i = 0; i < COLUMNS; i++) {
            System.arraycopy(columns[i], from, copies[i], 0, to - from);
        }
        return range;
    }

    static int bytes(int count) {
        return bytes(count, COLUMNS);
    }

    static int bytes(int count, int columns) {
        return columns * count * Double.BYTES;
    }

    void write(int count, ByteBuffer out) {
        DoubleBuffer doubles = out.asDoubleBuffer();
        for (double[] column : columns()) {
            doubles.put(column, 0, count);
        }
    }

    /** @param columns how many there are */
    static PointColumns read(int count, ByteBuffer in, int columns) {
        PointColumns points = new PointColumns(count);
        Arrays.fill(points.time, Double.NaN);
        DoubleBuffer doubles = in.asDoubleBuffer();
        double[][] all = points.columns();
        for (int i = 0; i < columns; i++) {
            doubles.get(all[i]);
        }
        return points;
    }

    static double[] first(int count, double[] column) {
        return Arrays.copyOf(column, count);
    }

    /** Returns the smaller one; ignores NaN. */
    private static double nanMin(double a, double b) {
        return a <= b || Double.isNaN(b) ? a : b;
    }

    private static double nanMax(double a, double b) {
        return a >= b || Double.isNaN(b) ? a : b;
    }
}
