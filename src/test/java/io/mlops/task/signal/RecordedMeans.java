package io.mlops.task.signal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The results of pandas that record_pandas.py wrote to rolling.txt. */
final class RecordedMeans {
    private RecordedMeans() {}

    /**
     * One call of pandas' rolling mean.
     *
     * @param means the bits of each mean in hex, or "hash" and their hash
     */
    record Recorded(String name, double[] values, long window, long minPeriods, long signals, List<String> means) {

        /** Returns computed means in the form of {@link #means}. */
        List<String> format(double[] computed) {
            List<String> form = new ArrayList<>();
            if (means.get(0).equals("hash")) {
                form.add("hash");
                form.add(Long.toHexString(hash(computed)));
            } else {
                for (double mean : computed) {
                    form.add(Long.toHexString(Double.doubleToLongBits(mean)));
                }
            }
            return form;
        }

        RollingMean rollingMean() {
            return minPeriods == window ? RollingMean.full(window) : RollingMean.partial(window);
        }

        @Override
        public String toString() {
            return name + ", window " + window + ", min_periods " + minPeriods;
        }
    }

    static List<Recorded> all() throws IOException {
        Map<String, double[]> series = new HashMap<>();
        List<Recorded> all = new ArrayList<>();
        for (String line : lines()) {
            String[] fields = line.split(" ");
            switch (fields[0]) {
                case "values" -> series.put(fields[1], doubles(List.of(fields).subList(2, fields.length)));
                case "synthetic" ->
                    series.put(
                            fields[1],
                            SyntheticSeries.of(fields[2], Long.parseLong(fields[3]), Integer.parseInt(fields[4])));
                case "means" ->
                    all.add(new Recorded(
                            fields[1],
                            series.get(fields[1]),
                            Long.parseLong(fields[2]),
                            Long.parseLong(fields[3]),
                            Long.parseLong(fields[4]),
                            List.of(fields).subList(5, fields.length)));
                default -> throw new IllegalStateException(line);
            }
        }
        return all;
    }

    private static List<String> lines() throws IOException {
        try (InputStream in = RecordedMeans.class.getResourceAsStream("/pandas/rolling.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    private static double[] doubles(List<String> bits) {
        double[] values = new double[bits.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = Double.longBitsToDouble(Long.parseUnsignedLong(bits.get(i), 16));
        }
        return values;
    }

    private static long hash(double[] means) {
        long hash = 0xCBF29CE484222325L;
        for (double mean : means) {
            hash = (hash ^ Double.doubleToLongBits(mean)) * 0x100000001B3L;
            hash ^= hash >>> 29;
        }
        return hash;
    }
}
