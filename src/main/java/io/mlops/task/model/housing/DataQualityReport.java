package io.mlops.task.model.housing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Counts of unusual rows and values in a file; no row is dropped because of them.
 *
 * @param format the public format of the file
 * @param ignored columns that are not read
 * @param missing rows without a value, by feature that has any
 * @param implausible values outside {@link Feature#range()}, by feature that has any
 * @param implausibleTargets targets outside {@link Target#range()}
 * @param duplicates rows that repeat an earlier row in every feature and the target
 * @param capped rows whose target is at the survey's ceiling of 500,001 USD
 */
public record DataQualityReport(
        String format,
        int rows,
        List<String> ignored,
        Map<Feature, Count> missing,
        Map<Feature, Count> implausible,
        Count implausibleTargets,
        Count duplicates,
        int capped) {
    private static final double CEILING = 5.00001;

    /**
     * Rows that have something in common.
     *
     * @param firstLine of the first of them, from 1; 0 if there is none
     */
    public record Count(int rows, long firstLine) {}

    /** @param lines of the rows, from 1; may be longer than the dataset */
    static DataQualityReport of(ColumnMapping mapping, Dataset dataset, long[] lines) {
        Map<Feature, Count> missing = new EnumMap<>(Feature.class);
        Map<Feature, Count> implausible = new EnumMap<>(Feature.class);
        for (Feature feature : Feature.all()) {
            putIfAny(missing, feature, count(lines, dataset, row -> Double.isNaN(dataset.value(row, feature))));
            putIfAny(implausible, feature, count(lines, dataset, row -> {
                double value = dataset.value(row, feature);
                return !Double.isNaN(value) && !feature.isPlausible(value);
            }));
        }
        Set<List<Double>> seen = new HashSet<>();
        return new DataQualityReport(
                mapping.format().title(),
                dataset.rows(),
                mapping.ignored(),
                Collections.unmodifiableMap(missing),
                Collections.unmodifiableMap(implausible),
                count(lines, dataset, row -> !Target.isPlausible(dataset.target(row))),
                count(lines, dataset, row -> !seen.add(values(dataset, row))),
                (int) Arrays.stream(dataset.targets()).filter(t -> t >= CEILING).count());
    }

    /** Returns a description of the file, as a line for a log. */
    public String summary() {
        return "Format: " + format + ", " + rows + " rows, targets at the ceiling: " + capped
                + (ignored.isEmpty() ? "" : ", ignored: " + ignored);
    }

    private static Count count(long[] lines, Dataset dataset, IntPredicate unusual) {
        int rows = 0;
        long firstLine = 0;
        for (int r = 0; r < dataset.rows(); r++) {
            if (unusual.test(r)) {
                firstLine = rows == 0 ? lines[r] : firstLine;
                rows++;
            }
        }
        return new Count(rows, firstLine);
    }

    private static void putIfAny(Map<Feature, Count> counts, Feature feature, Count count) {
        if (count.rows > 0) {
            counts.put(feature, count);
        }
    }

    private static List<Double> values(Dataset dataset, int row) {
        List<Double> values = new ArrayList<>(Feature.count() + 1);
        for (double value : dataset.row(row)) {
            values.add(value);
        }
        values.add(dataset.target(row));
        return values;
    }
}
