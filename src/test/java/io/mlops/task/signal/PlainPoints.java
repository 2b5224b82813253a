package io.mlops.task.signal;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** The points of a plot, each computed from all of its rows. */
final class PlainPoints {
    private PlainPoints() {}

    /** Returns the smallest power of two for which the rows fit. */
    static long rowsPerPoint(long rows, int most) {
        long width = 1;
        while (width * most < rows) {
            width *= 2;
        }
        return width;
    }

    static Map<String, double[]> of(double[] values, double[] means, int from, int to, long width) {
        int count = (int) ((to - from + width - 1) / width);
        Map<String, double[]> columns = new LinkedHashMap<>();
        for (String name : new String[] {"first", "last", "min", "max", "meanMin", "meanMax", "signal"}) {
            columns.put(name, new double[count]);
        }
        for (int point = 0; point < count; point++) {
            int begin = (int) (from + point * width);
            int end = (int) Math.min(to, begin + width);
            double[] numbers = numbers(values, begin, end);
            double[] known = numbers(means, begin, end);
            columns.get("first")[point] = numbers.length == 0 ? Double.NaN : numbers[0];
            columns.get("last")[point] = numbers.length == 0 ? Double.NaN : numbers[numbers.length - 1];
            columns.get("min")[point] = Arrays.stream(numbers).min().orElse(Double.NaN);
            columns.get("max")[point] = Arrays.stream(numbers).max().orElse(Double.NaN);
            columns.get("meanMin")[point] = Arrays.stream(known).min().orElse(Double.NaN);
            columns.get("meanMax")[point] = Arrays.stream(known).max().orElse(Double.NaN);
            columns.get("signal")[point] = IntStream.range(begin, end)
                    .mapToDouble(row -> values[row] > means[row] ? 1 : 0)
                    .average()
                    .orElse(Double.NaN);
        }
        return columns;
    }

    private static double[] numbers(double[] all, int from, int to) {
        return Arrays.stream(all, from, to).filter(Double::isFinite).toArray();
    }
}
